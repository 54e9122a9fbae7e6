package io.gauntlet.routing;

import io.gauntlet.kernel.PromDuration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Alertmanager allows and people regret. */
final class RoutingWarnings {

    private static final PromDuration SHORT_REPEAT = PromDuration.of("1h");

    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Boolean> integrated = new HashMap<>();
    private final Set<String> referenced = new HashSet<>();
    private final Set<String> silent = new HashSet<>();
    private boolean deprecated;

    private RoutingWarnings() {}

    /** Warnings for a configuration without problems. */
    static List<String> of(CheckedConfig checked) {
        var result = new RoutingWarnings();
        if (checked.config().get("receivers") instanceof List<?> receivers) {
            for (var item : receivers) {
                if (item instanceof Map<?, ?> receiver) {
                    result.integrated.put(String.valueOf(receiver.get("name")), result.hasIntegration(receiver));
                }
            }
        }
        if (checked.config().get("route") instanceof Map<?, ?> root) {
            result.route("route", root, "");
        }
        result.integrated.keySet().stream()
                .sorted()
                .filter(name -> !result.referenced.contains(name))
                .forEach(name -> result.warnings.add("Receiver '" + name + "' is used by no route."));
        if (result.deprecated || checked.config().containsKey("mute_time_intervals")) {
            result.warnings.add(
                    "match, match_re and the list mute_time_intervals are deprecated: use matchers and time_intervals.");
        }
        for (var file : checked.files()) {
            if (SecretReference.name(file.path()).isEmpty()) {
                result.warnings.add(
                        "The file " + file.path() + " is not provided by Gauntlet: enter the secret itself instead.");
            }
        }
        if (checked.config().get("templates") instanceof List<?> templates && !templates.isEmpty()) {
            result.warnings.add(
                    "Template files are not stored by Gauntlet: only the built-in templates will be found.");
        }
        return result.warnings;
    }

    private boolean hasIntegration(Map<?, ?> receiver) {
        return receiver.entrySet().stream()
                .anyMatch(entry -> String.valueOf(entry.getKey()).endsWith("_configs")
                        && entry.getValue() instanceof List<?> configs
                        && !configs.isEmpty());
    }

    private void route(String path, Map<?, ?> route, String inherited) {
        var receiver = route.get("receiver") instanceof String own && !own.isEmpty() ? own : inherited;
        referenced.add(receiver);
        deprecated |= route.containsKey("match") || route.containsKey("match_re");
        var children = route.get("routes") instanceof List<?> list ? list : List.of();
        // A node answers itself only for alerts that no child takes; a catch-all child leaves it none.
        if (Boolean.FALSE.equals(integrated.get(receiver))
                && silent.add(receiver)
                && children.stream().noneMatch(RoutingWarnings::catchesAll)) {
            warnings.add("Alerts reach receiver '" + receiver + "' (" + path
                    + "), which has no integration: nobody is notified.");
        }
        if (route.get("repeat_interval") instanceof String text
                && !text.isEmpty()
                && PromDuration.of(text).compareTo(SHORT_REPEAT) < 0) {
            warnings.add("repeat_interval " + text + " at " + path + " repeats a lasting alert "
                    + 86_400_000L / PromDuration.of(text).millis() + " times a day; the default is 4h.");
        }
        for (var i = 0; i < children.size(); i++) {
            if (children.get(i) instanceof Map<?, ?> child) {
                if (i < children.size() - 1 && catchesAll(child) && !"true".equals(child.get("continue"))) {
                    warnings.add(path + ".routes[" + i
                            + "] has no matchers and does not continue: the routes after it never match.");
                }
                route(path + ".routes[" + i + "]", child, receiver);
            }
        }
    }

    private static boolean catchesAll(Object route) {
        return route instanceof Map<?, ?> map
                && List.of("match", "match_re", "matchers").stream()
                        .map(map::get)
                        .allMatch(value -> value == null
                                || (value instanceof Map<?, ?> pairs && pairs.isEmpty())
                                || (value instanceof List<?> list
                                        && list.stream().allMatch(item -> !Findings.given(item))));
    }
}
