package io.gauntlet.sandbox.api;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What cannot be changed once an object exists. */
final class ImmutableFields {

    private static final Set<String> STATEFUL_SET = Set.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds");

    private ImmutableFields() {}

    static void check(ResourceKind kind, JsonNode before, JsonNode after, Problems problems) {
        switch (kind.kind()) {
            case "StatefulSet" -> statefulSet(before.path("spec"), after.path("spec"), problems);
            case "Deployment", "DaemonSet", "ReplicaSet" -> {
                var selector = Json.at(after, "spec", "selector");
                if (!Json.at(before, "spec", "selector").equals(selector)) {
                    problems.invalid("spec.selector", selector, "field is immutable");
                }
            }
            case "Service" -> service(before.path("spec"), after.path("spec"), problems);
            case "PersistentVolumeClaim" -> claim(before.path("spec"), after.path("spec"), problems);
            case "RoleBinding", "ClusterRoleBinding" ->
                roleRef(before.path("roleRef"), after.path("roleRef"), problems);
            case "StorageClass" -> storageClass(before, after, problems);
            case "ConfigMap", "Secret" -> entries(before, after, problems);
            default -> {}
        }
    }

    private static void statefulSet(JsonNode before, JsonNode after, Problems problems) {
        if (!without(before, STATEFUL_SET).equals(without(after, STATEFUL_SET))) {
            problems.forbidden(
                    "spec",
                    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                            + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                            + " 'minReadySeconds' are forbidden");
        }
    }

    private static JsonNode without(JsonNode node, Set<String> fields) {
        return node instanceof ObjectNode object ? object.deepCopy().remove(fields) : node;
    }

    private static void service(JsonNode before, JsonNode after, Problems problems) {
        var type = Json.text(before, "type");
        if (type.equals("ExternalName") || Json.text(after, "type").equals("ExternalName")) {
            return;
        }
        var old = Json.text(before, "clusterIP");
        if (!old.isEmpty() && !old.equals(Json.text(after, "clusterIP"))) {
            problems.invalid("spec.clusterIPs[0]", after.path("clusterIPs"), "may not change once set");
        }
    }

    private static void claim(JsonNode before, JsonNode after, Problems problems) {
        var free = Set.of("resources", "volumeAttributesClassName", "volumeName");
        if (!without(before, free).equals(without(after, free))) {
            problems.forbidden(
                    "spec",
                    "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound"
                            + " claims");
        }
    }

    private static void roleRef(JsonNode before, JsonNode after, Problems problems) {
        if (!before.equals(after)) {
            var role = Json.object()
                    .put("APIGroup", Json.text(after, "apiGroup"))
                    .put("Kind", Json.text(after, "kind"))
                    .put("Name", Json.text(after, "name"));
            problems.invalid("roleRef", role, "cannot change roleRef");
        }
    }

    private static void storageClass(JsonNode before, JsonNode after, Problems problems) {
        for (var field : List.of("parameters", "provisioner")) {
            if (!before.path(field).equals(after.path(field))) {
                problems.forbidden(field, "updates to " + field + " are forbidden.");
            }
        }
        for (var field : List.of("reclaimPolicy", "volumeBindingMode")) {
            if (!before.path(field).equals(after.path(field))) {
                problems.invalid(field, after.path(field), "field is immutable");
            }
        }
    }

    private static void entries(JsonNode before, JsonNode after, Problems problems) {
        if (before.has("type") && !before.path("type").equals(after.path("type"))) {
            problems.invalid("type", after.path("type"), "field is immutable");
        }
        if (!before.path("immutable").asBoolean(false)) {
            return;
        }
        if (!after.path("immutable").asBoolean(false)) {
            problems.forbidden("immutable", "field is immutable when `immutable` is set");
        }
        for (var field : List.of("data", "binaryData")) {
            if (!before.path(field).equals(after.path(field))) {
                problems.forbidden(field, "field is immutable when `immutable` is set");
            }
        }
    }
}
