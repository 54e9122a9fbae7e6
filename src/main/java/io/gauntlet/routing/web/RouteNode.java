package io.gauntlet.routing.web;

import io.gauntlet.kernel.BoundedYaml;
import io.gauntlet.routing.Routing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A route as the page shows it: one line of an indented tree.
 *
 * @param depth    0 for the root
 * @param matchers in text form; empty takes everything
 */
record RouteNode(int depth, List<String> matchers, String receiver, boolean continues, String timing) {

    /** The tree of a routing, depth first. */
    static List<RouteNode> tree(Routing routing) {
        var nodes = new ArrayList<RouteNode>();
        if (BoundedYaml.loadMap("yaml", routing.yaml()).get("route") instanceof Map<?, ?> root) {
            add(root, 0, "", nodes);
        }
        return nodes;
    }

    private static void add(Map<?, ?> route, int depth, String inherited, List<RouteNode> nodes) {
        var receiver = route.get("receiver") == null ? inherited : String.valueOf(route.get("receiver"));
        var matchers = new ArrayList<String>();
        if (route.get("matchers") instanceof List<?> list) {
            list.forEach(matcher -> matchers.add(String.valueOf(matcher)));
        }
        classic(route.get("match"), "=", matchers);
        classic(route.get("match_re"), "=~", matchers);
        var repeat = route.get("repeat_interval");
        nodes.add(new RouteNode(
                depth,
                matchers,
                receiver,
                Boolean.TRUE.equals(route.get("continue")),
                repeat == null ? "" : String.valueOf(repeat)));
        if (route.get("routes") instanceof List<?> children) {
            for (var child : children) {
                if (child instanceof Map<?, ?> map) {
                    add(map, depth + 1, receiver, nodes);
                }
            }
        }
    }

    private static void classic(
            @org.jspecify.annotations.Nullable Object match, String operator, List<String> matchers) {
        if (match instanceof Map<?, ?> map) {
            map.forEach((label, value) -> matchers.add(label + operator + "\"" + value + "\""));
        }
    }
}
