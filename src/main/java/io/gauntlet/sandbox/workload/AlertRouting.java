package io.gauntlet.sandbox.workload;

import io.gauntlet.sandbox.promql.Broken;
import io.gauntlet.sandbox.promql.LabelMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks the routing tree with the labels of an alert: the first child that matches takes it, unless it continues. */
final class AlertRouting {

    private AlertRouting() {}

    static List<String> receivers(Yaml route, Map<String, String> labels) {
        try {
            var found = new LinkedHashSet<String>();
            walk(route, route.text("receiver", ""), labels, found);
            return List.copyOf(found);
        } catch (Broken impossible) {
            throw new IllegalStateException("was read before", impossible);
        }
    }

    private static boolean walk(Yaml route, String inherited, Map<String, String> labels, Set<String> found)
            throws Broken {
        if (!matchers(route).stream().allMatch(matcher -> matcher.matches(labels))) {
            return false;
        }
        var receiver = route.text("receiver", "").isEmpty() ? inherited : route.text("receiver", "");
        var entered = false;
        for (var child : route.list("routes")) {
            if (walk(child, receiver, labels, found)) {
                entered = true;
                if (!Boolean.parseBoolean(child.text("continue", "false"))) {
                    break;
                }
            }
        }
        if (!entered) {
            found.add(receiver);
        }
        return true;
    }

    static List<LabelMatcher> matchers(Yaml route) throws Broken {
        var matchers = new ArrayList<LabelMatcher>();
        for (var text : route.texts("matchers")) {
            matchers.addAll(LabelMatcher.parse(text));
        }
        route.labels("match").forEach((name, value) -> matchers.add(new LabelMatcher(name, "=", value)));
        route.labels("match_re").forEach((name, value) -> matchers.add(new LabelMatcher(name, "=~", value)));
        return matchers;
    }
}
