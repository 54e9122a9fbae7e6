package io.gauntlet.sandbox.api;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The rules for the spec of a pod. */
final class PodValidation {

    private PodValidation() {}

    static void check(JsonNode spec, String field, Problems problems) {
        check(spec, field, problems, List.of());
    }

    /** Also knows the volumes that a StatefulSet's claims will give. */
    static void check(JsonNode spec, String field, Problems problems, List<String> claims) {
        var volumes = new HashSet<>(claims);
        var index = 0;
        for (var volume : spec.path("volumes")) {
            var name = Json.text(volume, "name");
            var at = field + ".volumes[" + index++ + "].name";
            if (name.isEmpty()) {
                problems.required(at);
            } else {
                problems.invalidIf(Names.label(name), at, name);
                volumes.add(name);
            }
        }
        if (spec.path("containers").isEmpty()) {
            problems.required(field + ".containers");
        }
        for (var list : List.of("initContainers", "containers")) {
            containers(spec.path(list), field + "." + list, volumes, problems);
        }
    }

    private static void containers(JsonNode containers, String field, Set<String> volumes, Problems problems) {
        var index = 0;
        var names = new HashSet<String>();
        for (var container : containers) {
            var at = field + "[" + index++ + "]";
            var name = Json.text(container, "name");
            if (name.isEmpty()) {
                problems.required(at + ".name");
            } else {
                problems.invalidIf(Names.label(name), at + ".name", name);
                if (!names.add(name)) {
                    problems.duplicate(at + ".name", name);
                }
            }
            if (Json.text(container, "image").isEmpty()) {
                problems.required(at + ".image");
            }
            ports(container.path("ports"), at + ".ports", problems);
            mounts(container.path("volumeMounts"), at + ".volumeMounts", volumes, problems);
        }
    }

    private static void ports(JsonNode ports, String field, Problems problems) {
        var index = 0;
        for (var port : ports) {
            var at = field + "[" + index++ + "]";
            port(port.path("containerPort"), at + ".containerPort", problems);
            var name = Json.text(port, "name");
            if (name.length() > 15) {
                problems.invalid(at + ".name", name, "must be no more than 15 bytes");
            }
        }
    }

    static void port(JsonNode port, String field, Problems problems) {
        if (port.isMissingNode()) {
            problems.required(field);
        } else if (port.asInt(0) < 1 || port.asInt(0) > 65535) {
            problems.invalid(field, port, "must be between 1 and 65535, inclusive");
        }
    }

    private static void mounts(JsonNode mounts, String field, Set<String> volumes, Problems problems) {
        var index = 0;
        for (var mount : mounts) {
            var at = field + "[" + index++ + "]";
            var name = Json.text(mount, "name");
            if (!volumes.contains(name)) {
                problems.notFound(at + ".name", name);
            }
            if (Json.text(mount, "mountPath").isEmpty()) {
                problems.required(at + ".mountPath");
            }
        }
    }
}
