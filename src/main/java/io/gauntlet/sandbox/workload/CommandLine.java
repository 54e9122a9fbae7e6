package io.gauntlet.sandbox.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The environment and the arguments of a container as the kubelet works them out. */
record CommandLine(Map<String, String> environment, List<String> arguments) {

    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$)?\\(([A-Za-z_][A-Za-z0-9_.-]*)\\)");
    private static final Pattern LABEL = Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)']");

    static CommandLine of(ObjectNode pod, JsonNode container, String ip, Volumes volumes) throws Volumes.Missing {
        var environment = new LinkedHashMap<String, String>();
        environment.put("HOSTNAME", Tree.name(pod));
        for (var variable : container.path("env")) {
            var name = Tree.text(variable, "name");
            var source = variable.path("valueFrom");
            if (source.has("fieldRef")) {
                environment.put(name, field(pod, Tree.text(source, "fieldRef", "fieldPath"), ip));
            } else if (source.has("secretKeyRef")) {
                volumes.entry("Secret", pod, source.path("secretKeyRef"))
                        .ifPresent(value -> environment.put(name, value));
            } else if (source.has("configMapKeyRef")) {
                volumes.entry("ConfigMap", pod, source.path("configMapKeyRef"))
                        .ifPresent(value -> environment.put(name, value));
            } else {
                environment.put(name, expand(Tree.text(variable, "value"), environment));
            }
        }
        var arguments = new ArrayList<String>();
        for (var part : List.of("command", "args")) {
            for (var argument : container.path(part)) {
                arguments.add(expand(argument.asString(""), environment));
            }
        }
        return new CommandLine(environment, arguments);
    }

    /** Puts in {@code $(NAME)}; an unknown name stays as it is, {@code $$(NAME)} is an escape. */
    static String expand(String text, Map<String, String> environment) {
        return REFERENCE.matcher(text).replaceAll(found -> {
            if (found.group(1) != null) {
                return Matcher.quoteReplacement("$(" + found.group(2) + ")");
            }
            return Matcher.quoteReplacement(environment.getOrDefault(found.group(2), found.group()));
        });
    }

    private static String field(JsonNode pod, String path, String ip) {
        var label = LABEL.matcher(path);
        if (label.matches()) {
            return Tree.text(pod, "metadata", label.group(1), label.group(2));
        }
        return switch (path) {
            case "metadata.name" -> Tree.name(pod);
            case "metadata.namespace" -> Tree.namespace(pod);
            case "metadata.uid" -> Tree.uid(pod);
            case "spec.nodeName" -> Tree.text(pod, "spec", "nodeName");
            case "spec.serviceAccountName" -> Tree.text(pod, "spec", "serviceAccountName");
            case "status.podIP", "status.podIPs" -> ip;
            case "status.hostIP" -> Nodes.address(Nodes.indexOf(Tree.text(pod, "spec", "nodeName")));
            default -> "";
        };
    }
}
