package io.gauntlet.rendering;

import java.util.List;

/**
 * One service account per workload; only Prometheus and kube-state-metrics may read anything. Neither can read Secrets,
 * ConfigMaps or the kubelet's other endpoints.
 */
final class AccessRenderer {

    private static final List<String> READ = List.of("get", "list", "watch");
    private static final List<String> LIST = List.of("list", "watch");

    private static final List<Fragment> PROMETHEUS_RULES = List.of(
            rule("", List.of("nodes", "pods", "services"), READ),
            rule("discovery.k8s.io", List.of("endpointslices"), READ),
            // The kubelet's /metrics and everything below it, but none of its other endpoints.
            rule("", List.of("nodes/metrics"), List.of("get")),
            Fragment.of(Doc.map("nonResourceURLs", List.of("/metrics", "/metrics/slis"), "verbs", List.of("get"))));

    private static final List<Fragment> KUBE_STATE_METRICS_RULES = List.of(
            rule("", KubeStateMetricsRenderer.CORE, LIST),
            rule("apps", List.of("daemonsets", "deployments", "replicasets", "statefulsets"), LIST),
            rule("batch", List.of("cronjobs", "jobs"), LIST),
            rule("autoscaling", List.of("horizontalpodautoscalers"), LIST),
            rule("policy", List.of("poddisruptionbudgets"), LIST),
            rule("certificates.k8s.io", List.of("certificatesigningrequests"), LIST),
            rule("discovery.k8s.io", List.of("endpointslices"), LIST),
            rule("storage.k8s.io", List.of("storageclasses", "volumeattachments"), LIST),
            rule(
                    "admissionregistration.k8s.io",
                    List.of("mutatingwebhookconfigurations", "validatingwebhookconfigurations"),
                    LIST),
            rule("networking.k8s.io", List.of("ingresses", "networkpolicies"), LIST),
            rule("coordination.k8s.io", List.of("leases"), LIST));

    private AccessRenderer() {}

    static void render(RenderScope scope) {
        for (var component : Component.values()) {
            if (component != Component.STACK && scope.runs(component)) {
                scope.out()
                        .add(
                                Kinds.SERVICE_ACCOUNT,
                                component,
                                component.workload(),
                                Doc.map("automountServiceAccountToken", false));
            }
        }
        grant(scope, Component.PROMETHEUS, PROMETHEUS_RULES);
        if (scope.runs(Component.KUBE_STATE_METRICS)) {
            grant(scope, Component.KUBE_STATE_METRICS, KUBE_STATE_METRICS_RULES);
        }
    }

    private static void grant(RenderScope scope, Component component, List<Fragment> rules) {
        var name = scope.clusterWideName(component.workload());
        scope.out().add(Kinds.CLUSTER_ROLE, component, name, Doc.map("rules", rules));
        var role = Doc.map("apiGroup", "rbac.authorization.k8s.io", "kind", "ClusterRole", "name", name);
        var subject = Doc.map("kind", "ServiceAccount", "name", component.workload(), "namespace", scope.namespace());
        scope.out()
                .add(
                        Kinds.CLUSTER_ROLE_BINDING,
                        component,
                        name,
                        Doc.map("roleRef", role, "subjects", List.of(subject)));
    }

    private static Fragment rule(String group, List<String> resources, List<String> verbs) {
        return Fragment.of(Doc.map("apiGroups", List.of(group), "resources", resources, "verbs", verbs));
    }
}
