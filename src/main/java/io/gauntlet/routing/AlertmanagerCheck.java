package io.gauntlet.routing;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Structural checks of an alertmanager.yml: strict keys, references, route and interval rules (Alertmanager 0.34
 * config/config.go). What is allowed but will surprise becomes a warning.
 */
final class AlertmanagerCheck {

    private final Problems problems = new Problems();
    private final Set<String> receivers = new LinkedHashSet<>();
    private final Set<String> silent = new LinkedHashSet<>();
    private final Set<String> intervals = new LinkedHashSet<>();
    private final Set<String> used = new LinkedHashSet<>();

    private AlertmanagerCheck() {}

    /**
     * Checks a whole configuration.
     *
     * @return warnings
     * @throws io.gauntlet.kernel.DomainException.Invalid with everything that is wrong
     */
    static List<String> run(Map<String, Object> config) {
        var check = new AlertmanagerCheck();
        check.top(config);
        check.problems.throwIfAny();
        return check.problems.warnings();
    }

    private void top(Map<String, Object> config) {
        problems.keys("", config, ConfigFields.of("top").keys());
        var global = config.get("global") == null ? Map.<String, Object>of() : problems.map("global", config.get("global"));
        problems.keys("global", global, ConfigFields.of("global").keys());
        problems.duration("global.resolve_timeout", global.get("resolve_timeout"), true);
        ReceiverCheck.exclusive("global", global, ConfigFields.of("global"), problems);
        if ((global.containsKey("slack_api_url") || global.containsKey("slack_api_url_file"))
                && (global.containsKey("slack_app_token") || global.containsKey("slack_app_token_file"))
                && !"https://slack.com/api/chat.postMessage".equals(global.get("slack_api_url"))) {
            problems.add("global", "Both a Slack webhook URL and a Slack app token are set.", "Keep one of them.");
        }
        receivers(problems.list("receivers", config.get("receivers")), global);
        for (var list : List.of("time_intervals", "mute_time_intervals")) {
            var index = 0;
            for (var item : problems.list(list, config.get(list))) {
                interval(list + "[" + index++ + "]", item);
            }
        }
        inhibitions(problems.list("inhibit_rules", config.get("inhibit_rules")));
        if (config.get("route") == null) {
            problems.add("route", "There is no route.", "Add a root route with a receiver that everything else goes to.");
            return;
        }
        root(problems.map("route", config.get("route")));
        for (var receiver : receivers) {
            if (!used.contains(receiver)) {
                problems.warn("The receiver '" + receiver + "' is used by no route.");
            }
        }
    }

    private void receivers(List<?> items, Map<String, Object> global) {
        var index = 0;
        for (var item : items) {
            var path = "receivers[" + index++ + "]";
            var receiver = problems.map(path, item);
            var name = receiver.get("name") == null ? "" : String.valueOf(receiver.get("name"));
            if (name.isEmpty()) {
                problems.add(path + ".name", "The receiver has no name.", "Give it one.");
            } else if (!receivers.add(name)) {
                problems.add(path + ".name", "The name '" + name + "' is not unique.", "Choose another one.");
            }
            if (ReceiverCheck.run(path, receiver, global, problems) == 0) {
                silent.add(name);
            }
        }
    }

    private void interval(String path, Object item) {
        var interval = problems.map(path, item);
        problems.keys(path, interval, ConfigFields.of("interval").keys());
        var name = String.valueOf(interval.getOrDefault("name", ""));
        if (name.isEmpty()) {
            problems.add(path + ".name", "The time interval has no name.", "Give it one.");
        } else if (!intervals.add(name)) {
            problems.add(path + ".name", "The time interval '" + name + "' is not unique.", "Choose another name.");
        }
        TimeIntervalCheck.run(path, problems.list(path + ".time_intervals", interval.get("time_intervals")), problems);
    }

    private void inhibitions(List<?> items) {
        var index = 0;
        for (var item : items) {
            var path = "inhibit_rules[" + index++ + "]";
            var rule = problems.map(path, item);
            problems.keys(path, rule, ConfigFields.of("inhibit").keys());
            for (var side : List.of("source", "target")) {
                matchers(path + "." + side + "_matchers", rule.get(side + "_matchers"));
                classic(path + "." + side + "_match", rule, side + "_match");
                classic(path + "." + side + "_match_re", rule, side + "_match_re");
            }
            problems.list(path + ".equal", rule.get("equal"));
        }
    }

    private void root(Map<String, Object> route) {
        if (route.get("receiver") == null) {
            problems.add("route.receiver", "The root route has no receiver.", "Name the receiver of everything that no other route takes.");
        }
        for (var key : List.of("match", "match_re", "matchers")) {
            if (route.get(key) != null && !isEmpty(route.get(key))) {
                problems.add("route." + key, "The root route takes every alert, so it has no matchers.", "Move them to a child route.");
            }
        }
        for (var key : List.of("mute_time_intervals", "active_time_intervals")) {
            if (!problems.list("route." + key, route.get(key)).isEmpty()) {
                problems.add("route." + key, "The root route cannot be muted.", "Move it to a child route.");
            }
        }
        if (Boolean.TRUE.equals(route.get("continue"))) {
            problems.add("route.continue", "The root route has nothing to continue to.", "Remove it.");
        }
        route("route", route, "", 0);
    }

    private void route(String path, Map<String, Object> route, String inherited, int depth) {
        problems.keys(path, route, ConfigFields.of("route").keys());
        if (depth > 30) {
            problems.add(path, "Routes are nested too deeply.", "Nest at most 30 levels.");
            return;
        }
        var receiver = route.get("receiver") == null ? inherited : String.valueOf(route.get("receiver"));
        if (!receiver.isEmpty() && !receivers.contains(receiver)) {
            problems.add(path + ".receiver", "There is no receiver '" + receiver + "'.", "Define it under receivers, or correct the name.");
        }
        used.add(receiver);
        groupBy(path + ".group_by", route.get("group_by"));
        problems.duration(path + ".group_wait", route.get("group_wait"), true);
        problems.duration(path + ".group_interval", route.get("group_interval"), false);
        problems.duration(path + ".repeat_interval", route.get("repeat_interval"), false);
        matchers(path + ".matchers", route.get("matchers"));
        classic(path + ".match", route, "match");
        classic(path + ".match_re", route, "match_re");
        for (var key : List.of("mute_time_intervals", "active_time_intervals")) {
            for (var name : problems.list(path + "." + key, route.get(key))) {
                if (!intervals.contains(String.valueOf(name))) {
                    problems.add(path + "." + key, "There is no time interval '" + name + "'.", "Define it under time_intervals.");
                }
            }
        }
        children(path, route, receiver, depth);
    }

    private void children(String path, Map<String, Object> route, String receiver, int depth) {
        var children = problems.list(path + ".routes", route.get("routes"));
        if (silent.contains(receiver)) {
            problems.warn("Alerts that end at " + path + " reach the receiver '" + receiver + "', which notifies nobody.");
        }
        var index = 0;
        for (var child : children) {
            var childPath = path + ".routes[" + index + "]";
            var node = problems.map(childPath, child);
            var catchAll = isEmpty(node.get("matchers")) && isEmpty(node.get("match")) && isEmpty(node.get("match_re"));
            if (catchAll && !Boolean.TRUE.equals(node.get("continue")) && index < children.size() - 1) {
                problems.warn("Routes after " + childPath + " never match, because it takes everything.");
            }
            route(childPath, node, receiver, depth + 1);
            index++;
        }
    }

    private void groupBy(String path, @org.jspecify.annotations.Nullable Object value) {
        var labels = problems.list(path, value);
        var seen = new HashSet<String>();
        for (var label : labels) {
            if (!seen.add(String.valueOf(label))) {
                problems.add(path, "The label '" + label + "' is there twice.", "Remove one.");
            }
        }
        if (seen.contains("...") && seen.size() > 1) {
            problems.add(path, "'...' already groups by every label.", "Keep either '...' or labels.");
        }
    }

    private void matchers(String path, @org.jspecify.annotations.Nullable Object value) {
        var index = 0;
        for (var item : problems.list(path, value)) {
            if (Matchers.parse(String.valueOf(item)).isEmpty()) {
                problems.add(path + "[" + index + "]", "'" + item + "' is not a matcher.", "Write name=\"value\", or with !=, =~ or !~ and an RE2 expression.");
            }
            index++;
        }
    }

    private void classic(String path, Map<String, Object> owner, String key) {
        if (!owner.containsKey(key)) {
            return;
        }
        problems.warn(path + " is deprecated: write it as matchers.");
        if (owner.get(key) == null) {
            return;
        }
        problems.map(path, owner.get(key)).forEach((label, regex) -> {
            if (!label.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
                problems.add(path, "'" + label + "' is not a label name.", "Use letters, digits and underscores.");
            }
            if (key.endsWith("_re") && (regex == null || !Matchers.compiles(String.valueOf(regex)))) {
                problems.add(path + "." + label, "It is not an RE2 regular expression.", "Write one, such as a|b.");
            }
        });
    }

    private static boolean isEmpty(@org.jspecify.annotations.Nullable Object value) {
        return switch (value) {
            case null -> true;
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }
}
