package io.gauntlet.cluster;

import java.util.List;

/**
 * The rights that pushing and watching a stack needs: one table, from which both the generated role and the check are made.
 *
 * @param namespaced whether it is needed in the stack's namespace only
 * @param named      whether it can be restricted to the names of the stack's own objects
 */
record RequiredAccess(String group, String resource, List<String> verbs, boolean namespaced, boolean named) {

    /** Everything that apply, list and prune of an owned object need. */
    private static final List<String> OWN = List.of("get", "list", "create", "patch", "delete");

    private static final List<String> READ = List.of("get", "list", "watch");

    static List<RequiredAccess> all() {
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
                in(
                        "rbac.authorization.k8s.io",
                        "roles",
                        List.of("get", "list", "create", "patch", "delete", "escalate", "bind")),
                in("rbac.authorization.k8s.io", "rolebindings", OWN),
                in("", "pods", List.of("get", "list", "watch", "patch")),
                in("", "pods/proxy", List.of("get")),
                in("", "persistentvolumeclaims", READ),
                in("", "events", READ),
                in("discovery.k8s.io", "endpointslices", READ),
                // Names cannot restrict create and list; both hold no secrets.
                new RequiredAccess("", "namespaces", List.of("list", "create"), false, false),
                new RequiredAccess("", "namespaces", List.of("get", "patch"), false, true),
                new RequiredAccess("storage.k8s.io", "storageclasses", List.of("get", "list", "create"), false, false),
                new RequiredAccess("storage.k8s.io", "storageclasses", List.of("patch"), false, true),
                new RequiredAccess(
                        "rbac.authorization.k8s.io", "clusterroles", List.of("list", "create"), false, false),
                new RequiredAccess(
                        "rbac.authorization.k8s.io",
                        "clusterroles",
                        List.of("get", "patch", "delete", "escalate", "bind"),
                        false,
                        true),
                new RequiredAccess(
                        "rbac.authorization.k8s.io", "clusterrolebindings", List.of("list", "create"), false, false),
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
            case "storageclasses" -> List.of("gauntlet-" + namespace);
            default ->
                List.of("gauntlet-" + namespace + "-prometheus", "gauntlet-" + namespace + "-kube-state-metrics");
        };
    }
}
