package io.gauntlet.cluster;

import java.util.List;
import java.util.stream.Stream;

/**
 * The rights that pushing and watching a stack needs: one table, from which both the generated role and the check are made.
 *
 * @param namespaced whether it is needed in the stack's namespace only
 * @param named      whether it can be restricted to the names of the stack's own objects
 */
record RequiredAccess(String group, String resource, List<String> verbs, boolean namespaced, boolean named) {

    /** Everything that apply, list, watch and prune of an owned object need. */
    private static final List<String> OWN = List.of("get", "list", "watch", "create", "patch", "delete");

    private static final List<String> READ = List.of("get", "list", "watch");

    static List<RequiredAccess> all() {
        return Stream.concat(own().stream(), handedOn().stream()).toList();
    }

    /**
     * What the stack's own roles hold. Kubernetes lets nobody give away more than they have, so Gauntlet has to hold it too; the
     * alternative, {@code escalate} and {@code bind}, would let it make itself administrator.
     */
    private static List<RequiredAccess> handedOn() {
        var list = List.of("list", "watch");
        return List.of(
                        everywhere("", List.of("nodes", "pods", "services"), READ),
                        everywhere("", List.of("nodes/metrics"), List.of("get")),
                        everywhere("discovery.k8s.io", List.of("endpointslices"), READ),
                        everywhere(
                                "",
                                List.of(
                                        "limitranges",
                                        "namespaces",
                                        "persistentvolumeclaims",
                                        "persistentvolumes",
                                        "replicationcontrollers",
                                        "resourcequotas"),
                                list),
                        everywhere("apps", List.of("daemonsets", "deployments", "replicasets", "statefulsets"), list),
                        everywhere("batch", List.of("cronjobs", "jobs"), list),
                        everywhere("autoscaling", List.of("horizontalpodautoscalers"), list),
                        everywhere("policy", List.of("poddisruptionbudgets"), list),
                        everywhere("certificates.k8s.io", List.of("certificatesigningrequests"), list),
                        everywhere("storage.k8s.io", List.of("storageclasses", "volumeattachments"), list),
                        everywhere(
                                "admissionregistration.k8s.io",
                                List.of("mutatingwebhookconfigurations", "validatingwebhookconfigurations"),
                                list),
                        everywhere("networking.k8s.io", List.of("ingresses", "networkpolicies"), list),
                        everywhere("coordination.k8s.io", List.of("leases"), list))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<RequiredAccess> everywhere(String group, List<String> resources, List<String> verbs) {
        return resources.stream()
                .map(resource -> new RequiredAccess(group, resource, verbs, false, false))
                .toList();
    }

    private static List<RequiredAccess> own() {
        return Stream.concat(inItsNamespace().stream(), clusterWide().stream()).toList();
    }

    private static List<RequiredAccess> inItsNamespace() {
        return List.of(
                in("", "configmaps", OWN),
                in("", "secrets", OWN),
                in("", "services", OWN),
                in("", "serviceaccounts", OWN),
                in("apps", "statefulsets", OWN),
                in("apps", "deployments", OWN),
                in("apps", "daemonsets", OWN),
                in("policy", "poddisruptionbudgets", OWN),
                in("networking.k8s.io", "networkpolicies", OWN),
                in("networking.k8s.io", "ingresses", OWN),
                in("gateway.networking.k8s.io", "httproutes", OWN),
                in("rbac.authorization.k8s.io", "roles", OWN),
                in("rbac.authorization.k8s.io", "rolebindings", OWN),
                in("", "pods", List.of("get", "list", "watch", "patch")),
                // A program is asked what it has loaded with get, and told to load it again with create.
                in("", "pods/proxy", List.of("get", "create")),
                in("", "pods/log", List.of("get")),
                in("", "persistentvolumeclaims", READ),
                in("", "events", READ),
                in("discovery.k8s.io", "endpointslices", READ));
    }

    private static List<RequiredAccess> clusterWide() {
        return List.of(
                // Names cannot restrict create and list; both hold no secrets.
                new RequiredAccess("", "namespaces", List.of("list", "watch", "create"), false, false),
                new RequiredAccess("", "namespaces", List.of("get", "patch"), false, true),
                new RequiredAccess(
                        "storage.k8s.io", "storageclasses", List.of("get", "list", "watch", "create"), false, false),
                new RequiredAccess("storage.k8s.io", "storageclasses", List.of("patch"), false, true),
                new RequiredAccess(
                        "rbac.authorization.k8s.io", "clusterroles", List.of("list", "watch", "create"), false, false),
                new RequiredAccess(
                        "rbac.authorization.k8s.io", "clusterroles", List.of("get", "patch", "delete"), false, true),
                new RequiredAccess(
                        "rbac.authorization.k8s.io",
                        "clusterrolebindings",
                        List.of("list", "watch", "create"),
                        false,
                        false),
                new RequiredAccess(
                        "rbac.authorization.k8s.io",
                        "clusterrolebindings",
                        List.of("get", "patch", "delete"),
                        false,
                        true));
    }

    private static RequiredAccess in(String group, String resource, List<String> verbs) {
        return new RequiredAccess(group, resource, verbs, true, false);
    }

    /** Names of the cluster-wide objects of a stack, as rendering gives them. */
    static List<String> names(String resource, String namespace) {
        return switch (resource) {
            case "namespaces" -> List.of(namespace);
            case "storageclasses" -> List.of("gauntlet-" + namespace + "-data");
            default ->
                List.of("gauntlet-" + namespace + "-prometheus", "gauntlet-" + namespace + "-kube-state-metrics");
        };
    }
}
