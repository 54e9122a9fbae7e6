package io.gauntlet.routing;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.PromDuration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules for the route tree and for inhibitions. */
final class RouteCheck {

    private final Findings findings;
    private final Set<String> receivers;
    private final Set<String> intervals;

    RouteCheck(Findings findings, Set<String> receivers, Set<String> intervals) {
        this.findings = findings;
        this.receivers = receivers;
        this.intervals = intervals;
    }

    void root(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> route)) {
            findings.problem("route", "There is no route.", "Add a route with a receiver.");
            return;
        }
        if (!Findings.given(route.get("receiver"))) {
            findings.problem(
                    "route.receiver", "The root route has no receiver.", "Name the receiver of all other alerts.");
        }
        for (var key : List.of("match", "match_re", "matchers")) {
            if (notEmpty(route.get(key))) {
                findings.problem(
                        "route." + key, "The root route must not have matchers.", "Put them into a route below it.");
            }
        }
        for (var key : List.of("mute_time_intervals", "active_time_intervals")) {
            if (notEmpty(route.get(key))) {
                findings.problem(
                        "route." + key, "The root route cannot be muted.", "Put the intervals into a route below it.");
            }
        }
        if ("true".equals(route.get("continue"))) {
            findings.problem("route.continue", "The root route cannot continue.", "Remove it.");
        }
        route("route", route);
    }

    private void route(String path, Map<?, ?> route) {
        if (route.get("receiver") instanceof String receiver && !receiver.isEmpty() && !receivers.contains(receiver)) {
            findings.problem(
                    path + ".receiver",
                    "There is no receiver '" + receiver + "'.",
                    "Use " + shortened(receivers) + ".");
        }
        for (var key : List.of("mute_time_intervals", "active_time_intervals")) {
            references(path + "." + key, route.get(key));
        }
        positive(path + ".group_interval", route.get("group_interval"));
        positive(path + ".repeat_interval", route.get("repeat_interval"));
        groupBy(path + ".group_by", route.get("group_by"));
        labelNames(path + ".match", route.get("match"));
        labelNames(path + ".labels", route.get("labels"));
        expressions(path + ".match_re", route.get("match_re"));
        matchers(path + ".matchers", route.get("matchers"));
        if (route.get("routes") instanceof List<?> children) {
            for (var i = 0; i < children.size(); i++) {
                if (children.get(i) instanceof Map<?, ?> child) {
                    route(path + ".routes[" + i + "]", child);
                }
            }
        }
    }

    void inhibitions(@Nullable Object value) {
        if (!(value instanceof List<?> rules)) {
            return;
        }
        for (var i = 0; i < rules.size(); i++) {
            if (rules.get(i) instanceof Map<?, ?> rule) {
                var path = "inhibit_rules[" + i + "]";
                for (var side : List.of("source", "target")) {
                    labelNames(path + "." + side + "_match", rule.get(side + "_match"));
                    expressions(path + "." + side + "_match_re", rule.get(side + "_match_re"));
                    matchers(path + "." + side + "_matchers", rule.get(side + "_matchers"));
                }
                if (rule.get("equal") instanceof List<?> labels) {
                    for (var j = 0; j < labels.size(); j++) {
                        labelName(path + ".equal[" + j + "]", labels.get(j));
                    }
                }
            }
        }
    }

    private void references(String path, @Nullable Object value) {
        if (value instanceof List<?> names) {
            for (var i = 0; i < names.size(); i++) {
                if (!intervals.contains(String.valueOf(names.get(i)))) {
                    findings.problem(
                            path + "[" + i + "]",
                            "There is no time interval '" + names.get(i) + "'.",
                            "Define it, or correct the name.");
                }
            }
        }
    }

    private void positive(String path, @Nullable Object value) {
        if (value instanceof String text && !text.isEmpty()) {
            try {
                if (PromDuration.of(text).millis() == 0) {
                    findings.problem(path, "The duration cannot be zero.", "Write a duration such as 5m.");
                }
            } catch (DomainException.Invalid reportedByTheTypeCheck) {
                return;
            }
        }
    }

    private void groupBy(String path, @Nullable Object value) {
        if (!(value instanceof List<?> labels)) {
            return;
        }
        var seen = new HashSet<String>();
        for (var i = 0; i < labels.size(); i++) {
            var label = String.valueOf(labels.get(i));
            if (label.equals("...") && labels.size() > 1) {
                findings.problem(
                        path,
                        "'...' groups by all labels, so no other label may stand beside it.",
                        "Use ['...'] or labels.");
            } else if (!label.equals("...")) {
                labelName(path + "[" + i + "]", labels.get(i));
            }
            if (!seen.add(label)) {
                findings.problem(path + "[" + i + "]", "The label '" + label + "' is there twice.", "Remove one.");
            }
        }
    }

    private void expressions(String path, @Nullable Object value) {
        labelNames(path, value);
        if (value instanceof Map<?, ?> map) {
            map.forEach((label, regex) -> {
                var at = Findings.join(path, String.valueOf(label));
                if (!(regex instanceof String text)) {
                    findings.problem(at, "There is no regular expression.", "Write one, or remove the label.");
                } else {
                    Matchers.regexProblem(text)
                            .ifPresent(reason -> findings.problem(
                                    at, "The regular expression is wrong: " + reason + ".", "Use RE2 syntax."));
                }
            });
        }
    }

    private void matchers(String path, @Nullable Object value) {
        if (!(value instanceof List<?> items)) {
            return;
        }
        for (var i = 0; i < items.size(); i++) {
            var at = path + "[" + i + "]";
            var parsed = Matchers.parse(String.valueOf(items.get(i)));
            if (parsed.isEmpty()) {
                findings.problem(at, "It is not a matcher.", "Write label=\"value\", with = != =~ or !~.");
                continue;
            }
            for (var matcher : parsed.get()) {
                if (matcher.operator().endsWith("~")) {
                    Matchers.regexProblem(matcher.value())
                            .ifPresent(reason -> findings.problem(
                                    at, "The regular expression is wrong: " + reason + ".", "Use RE2 syntax."));
                }
            }
        }
    }

    private void labelNames(String path, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.keySet().forEach(label -> labelName(Findings.join(path, String.valueOf(label)), label));
        }
    }

    private void labelName(String at, @Nullable Object label) {
        if (!(label instanceof String name)
                || name.isEmpty()
                || name.codePoints().anyMatch(Character::isISOControl)) {
            findings.problem(at, "It is not a label name.", "Write the name of a label.");
        }
    }

    private static boolean notEmpty(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? !map.isEmpty() : value instanceof List<?> list && !list.isEmpty();
    }

    private static String shortened(Set<String> names) {
        return String.join(", ", names.stream().sorted().limit(20).toList());
    }
}
