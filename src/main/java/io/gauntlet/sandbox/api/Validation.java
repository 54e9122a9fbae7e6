package io.gauntlet.sandbox.api;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The rules that objects have to keep beyond their schema; those that a renderer can break by mistake. */
final class Validation {

    private static final int LARGEST = 1024 * 1024;
    private static final List<String> PATH_TYPES = List.of("Exact", "ImplementationSpecific", "Prefix");

    private final Problems problems;
    private final JsonNode object;

    private Validation(Problems problems, JsonNode object) {
        this.problems = problems;
        this.object = object;
    }

    static void check(ResourceKind kind, JsonNode object, Problems problems) {
        var validation = new Validation(problems, object);
        validation.metadata(kind);
        switch (kind.kind()) {
            case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet" -> validation.workload();
            case "Pod" -> PodValidation.check(object.path("spec"), "spec", problems);
            case "Service" -> validation.service();
            case "ConfigMap", "Secret" -> validation.entries();
            case "Role", "ClusterRole" -> validation.role(kind);
            case "RoleBinding", "ClusterRoleBinding" -> validation.binding();
            case "PodDisruptionBudget" -> validation.budget();
            case "StorageClass" -> validation.requireText("provisioner");
            case "PersistentVolumeClaim" -> validation.claim();
            case "Ingress" -> validation.ingress();
            default -> {}
        }
    }

    private void metadata(ResourceKind kind) {
        var metadata = object.path("metadata");
        var name = Json.text(metadata, "name");
        if (name.isEmpty()) {
            problems.required("metadata.name", "name or generateName is required");
        } else {
            problems.invalidIf(Names.problem(kind, name), "metadata.name", name);
        }
        labels(metadata.path("labels"), "metadata.labels");
        for (var entry : metadata.path("annotations").properties()) {
            problems.invalidIf(Names.labelKey(entry.getKey()), "metadata.annotations", entry.getKey());
        }
    }

    private void labels(JsonNode labels, String field) {
        for (var entry : labels.properties()) {
            var value = entry.getValue().asString("");
            problems.invalidIf(Names.labelKey(entry.getKey()), field, entry.getKey());
            problems.invalidIf(Names.labelValue(value), field, value);
        }
    }

    private void workload() {
        var spec = object.path("spec");
        var replicas = spec.path("replicas");
        if (replicas.isNumber() && replicas.asInt() < 0) {
            problems.invalid("spec.replicas", replicas, "must be greater than or equal to 0");
        }
        var selector = spec.path("selector");
        var labels = Json.at(spec, "template", "metadata", "labels");
        labels(labels, "spec.template.labels");
        if (selector.isMissingNode()) {
            problems.required("spec.selector");
        } else if (selector.path("matchLabels").isEmpty()
                && selector.path("matchExpressions").isEmpty()) {
            problems.invalid("spec.selector", selector, "empty selector is invalid for deployment");
        }
        if (selector.isMissingNode() || !Selectors.of(selector).matches(labels)) {
            problems.invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
        }
        var restart = Json.text(spec, "template", "spec", "restartPolicy");
        if (!restart.equals("Always")) {
            problems.unsupported("spec.template.spec.restartPolicy", restart, List.of("Always"));
        }
        PodValidation.check(Json.at(spec, "template", "spec"), "spec.template.spec", problems, claimNames(spec));
    }

    private static List<String> claimNames(JsonNode spec) {
        return spec.path("volumeClaimTemplates")
                .valueStream()
                .map(claim -> Json.text(claim, "metadata", "name"))
                .toList();
    }

    private void service() {
        var spec = object.path("spec");
        var ports = spec.path("ports");
        var type = Json.text(spec, "type");
        if (ports.isEmpty()
                && !type.equals("ExternalName")
                && !Json.text(spec, "clusterIP").equals("None")) {
            problems.required("spec.ports");
        }
        var index = 0;
        var names = new HashSet<String>();
        for (var port : ports) {
            var field = "spec.ports[" + index++ + "]";
            var name = Json.text(port, "name");
            if (name.isEmpty() && ports.size() > 1) {
                problems.required(field + ".name");
            } else if (!name.isEmpty()) {
                problems.invalidIf(Names.label(name), field + ".name", name);
                if (!names.add(name)) {
                    problems.duplicate(field + ".name", name);
                }
            }
            PodValidation.port(port.path("port"), field + ".port", problems);
        }
        labels(spec.path("selector"), "spec.selector");
    }

    private void entries() {
        var size = 0;
        for (var part : List.of("data", "binaryData")) {
            for (var entry : object.path(part).properties()) {
                problems.invalidIf(Names.configKey(entry.getKey()), part + "[" + entry.getKey() + "]", entry.getKey());
                size += entry.getValue().asString("").getBytes(StandardCharsets.UTF_8).length;
            }
        }
        if (size > LARGEST * (object.has("type") ? 4L / 3 : 1L)) {
            problems.tooLong(object.has("type") ? "data" : "", "may not be more than " + LARGEST + " bytes");
        }
    }

    private void role(ResourceKind kind) {
        var index = 0;
        for (var rule : object.path("rules")) {
            var field = "rules[" + index++ + "]";
            if (rule.path("verbs").isEmpty()) {
                problems.required(field + ".verbs", "verbs must contain at least one value");
            }
            if (!rule.path("nonResourceURLs").isEmpty()) {
                if (kind.namespaced()) {
                    problems.invalid(
                            field + ".nonResourceURLs",
                            rule.path("nonResourceURLs"),
                            "namespaced rules cannot apply to non-resource URLs");
                }
                continue;
            }
            if (rule.path("apiGroups").isEmpty()) {
                problems.required(field + ".apiGroups", "resource rules must supply at least one api group");
            }
            if (rule.path("resources").isEmpty()) {
                problems.required(field + ".resources", "resource rules must supply at least one resource");
            }
        }
    }

    private void binding() {
        var kind = Json.text(object, "roleRef", "kind");
        if (!List.of("Role", "ClusterRole").contains(kind)) {
            problems.unsupported("roleRef.kind", kind, List.of("ClusterRole", "Role"));
        }
        if (Json.text(object, "roleRef", "name").isEmpty()) {
            problems.required("roleRef.name");
        }
        var index = 0;
        for (var subject : object.path("subjects")) {
            var field = "subjects[" + index++ + "]";
            if (Json.text(subject, "name").isEmpty()) {
                problems.required(field + ".name");
            }
            var cluster = !object.path("metadata").has("namespace");
            if (cluster && Json.text(subject, "kind").equals("ServiceAccount") && !subject.has("namespace")) {
                problems.required(field + ".namespace");
            }
        }
    }

    private void budget() {
        var spec = object.path("spec");
        if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
            problems.invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set");
        }
    }

    private void claim() {
        var spec = object.path("spec");
        if (spec.path("accessModes").isEmpty()) {
            problems.required("spec.accessModes", "at least 1 access mode is required");
        }
        if (!Json.at(spec, "resources", "requests").has("storage")) {
            problems.required("spec.resources[storage]");
        }
    }

    private void ingress() {
        var spec = object.path("spec");
        if (spec.path("rules").isEmpty() && !spec.has("defaultBackend")) {
            problems.invalid("spec", "", "either `defaultBackend` or `rules` must be specified");
        }
        var rule = 0;
        for (var one : spec.path("rules")) {
            var index = 0;
            for (var path : Json.at(one, "http", "paths")) {
                var field = "spec.rules[" + rule + "].http.paths[" + index++ + "].pathType";
                if (!path.has("pathType")) {
                    problems.required(field, "pathType must be specified");
                } else if (!PATH_TYPES.contains(Json.text(path, "pathType"))) {
                    problems.unsupported(field, Json.text(path, "pathType"), PATH_TYPES);
                }
            }
            rule++;
        }
    }

    private void requireText(String field) {
        if (Json.text(object, field).isEmpty()) {
            problems.required(field);
        }
    }
}
