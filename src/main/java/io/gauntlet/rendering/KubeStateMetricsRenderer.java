package io.gauntlet.rendering;

import java.util.List;

/**
 * kube-state-metrics: one replica, because two without sharding double every series. Secrets and ConfigMaps are left out:
 * nothing here uses metrics on them, so it needs no right to read them.
 */
final class KubeStateMetricsRenderer {

    /** Resources of the core group that it watches. */
    static final List<String> CORE = List.of(
            "limitranges",
            "namespaces",
            "nodes",
            "persistentvolumeclaims",
            "persistentvolumes",
            "pods",
            "replicationcontrollers",
            "resourcequotas",
            "services");

    private static final String RESOURCES = String.join(
            ",",
            "certificatesigningrequests,cronjobs,daemonsets,deployments,endpointslices,horizontalpodautoscalers,ingresses",
            "jobs,leases,limitranges,mutatingwebhookconfigurations,namespaces,networkpolicies,nodes",
            "persistentvolumeclaims,persistentvolumes,poddisruptionbudgets,pods,replicasets,replicationcontrollers",
            "resourcequotas,services,statefulsets,storageclasses,validatingwebhookconfigurations,volumeattachments");

    private KubeStateMetricsRenderer() {}

    static void render(RenderScope scope) {
        var component = Component.KUBE_STATE_METRICS;
        var versions = scope.settings().versions();
        Services.headless(scope, component, Services.Port.tcp("http", 8080), Services.Port.tcp("telemetry", 8081));
        var container = new Container(
                        component.workload(), versions.images().kubeStateMetrics() + ":v" + versions.kubeStateMetrics())
                .args(List.of("--port=8080", "--telemetry-port=8081", "--resources=" + RESOURCES))
                .port("http", 8080)
                .port("telemetry", 8081)
                .startup(new Probe("/healthz", "http", 5, 24))
                .liveness(new Probe("/livez", "http", 10, 6))
                .readiness(new Probe("/readyz", "telemetry", 5, 6))
                .resources(scope.settings().kubeStateMetrics().resources());
        var pods = new PodTemplate(scope, component).apiToken().graceSeconds(30).container(container);
        Workloads.deployment(scope, component, 1, pods);
    }
}
