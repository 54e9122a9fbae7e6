package io.gauntlet.sandbox.workload;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes pods from the template of their controller. */
final class Pods {

    private Pods() {}

    static ObjectNode fromTemplate(JsonNode owner, JsonNode template, String name, Map<String, String> labels) {
        var pod = Tree.object("v1", "Pod", Tree.namespace(owner), name);
        var metadata = Tree.child(pod, "metadata");
        var all = metadata.putObject("labels");
        Tree.texts(template, "metadata", "labels").forEach(all::put);
        labels.forEach(all::put);
        var annotations = Tree.texts(template, "metadata", "annotations");
        if (!annotations.isEmpty()) {
            var copies = metadata.putObject("annotations");
            annotations.forEach(copies::put);
        }
        Tree.own(pod, owner);
        // The template is never changed, so its parts can be shared; only what a pod adds is copied.
        var spec = pod.putObject("spec");
        for (var field : template.path("spec").properties()) {
            spec.set(field.getKey(), field.getValue());
        }
        if (!spec.has("serviceAccountName")) {
            spec.put("serviceAccountName", "default");
        }
        return pod;
    }

    /** Stores the pod unless its service account is missing, which is reported on the owner like the API does. */
    static boolean create(Cluster cluster, JsonNode owner, ObjectNode pod) {
        var account = Tree.text(pod, "spec", "serviceAccountName");
        var namespace = Tree.namespace(pod);
        if (!account.equals("default")
                && cluster.find("ServiceAccount", namespace, account).isEmpty()) {
            cluster.warn(
                    owner,
                    "FailedCreate",
                    "Error creating: pods \"" + Tree.name(pod) + "\" is forbidden: error looking up service account "
                            + namespace + "/" + account + ": serviceaccount \"" + account + "\" not found");
            return false;
        }
        return cluster.create(pod);
    }
}
