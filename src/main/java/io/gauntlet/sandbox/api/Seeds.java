package io.gauntlet.sandbox.api;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is in a cluster from the start. */
final class Seeds {

    private static final Writes.Options OPTIONS = new Writes.Options("kube-apiserver", false, false);

    /** Kind, name, and the rest of the object. */
    private static final List<List<String>> OBJECTS = List.of(
            List.of("ClusterRole", "cluster-admin", """
                    {"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]},
                              {"nonResourceURLs":["*"],"verbs":["*"]}]}"""),
            List.of("ClusterRole", "system:discovery", """
                    {"rules":[{"nonResourceURLs":["/api","/api/*","/apis","/apis/*","/healthz","/livez","/openapi",
                               "/openapi/*","/readyz","/version","/version/"],"verbs":["get"]}]}"""),
            List.of("ClusterRole", "system:public-info-viewer", """
                    {"rules":[{"nonResourceURLs":["/healthz","/livez","/readyz","/version","/version/"],
                               "verbs":["get"]}]}"""),
            List.of("ClusterRole", "system:basic-user", """
                    {"rules":[{"apiGroups":["authorization.k8s.io"],
                               "resources":["selfsubjectaccessreviews","selfsubjectrulesreviews"],"verbs":["create"]},
                              {"apiGroups":["authentication.k8s.io"],"resources":["selfsubjectreviews"],
                               "verbs":["create"]}]}"""),
            binding("cluster-admin", "system:masters"),
            binding("system:discovery", "system:authenticated"),
            binding("system:basic-user", "system:authenticated"),
            binding("system:public-info-viewer", "system:authenticated", "system:unauthenticated"),
            List.of("StorageClass", "standard", """
                    {"provisioner":"sandbox.gauntlet.io/volumes","volumeBindingMode":"WaitForFirstConsumer",
                     "allowVolumeExpansion":true,"metadata":{"annotations":
                        {"storageclass.kubernetes.io/is-default-class":"true"}}}"""));

    private Seeds() {}

    private static List<String> binding(String role, String... groups) {
        var subjects = new StringBuilder();
        for (var group : groups) {
            subjects.append(subjects.isEmpty() ? "" : ",");
            subjects.append("{\"kind\":\"Group\",\"name\":\"").append(group).append("\"}");
        }
        return List.of(
                "ClusterRoleBinding",
                role,
                "{\"roleRef\":{\"kind\":\"ClusterRole\",\"name\":\"" + role + "\"},\"subjects\":[" + subjects + "]}");
    }

    static void plant(Writes writes, Namespaces namespaces) {
        for (var namespace : List.of("default", "kube-node-lease", "kube-public", "kube-system")) {
            create(writes, List.of("Namespace", namespace, "{}"));
            namespaces.complete(namespace);
        }
        OBJECTS.forEach(object -> create(writes, object));
    }

    private static void create(Writes writes, List<String> object) {
        var json = Decoding.json(object.get(2).getBytes(StandardCharsets.UTF_8));
        Json.metadata(json).put("name", object.get(1));
        writes.create(ResourceKinds.named(object.get(0)), "", json, OPTIONS);
    }
}
