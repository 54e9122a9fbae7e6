package io.gauntlet.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as people picture it.
 *
 * @param routes    the tree from its root on, parents before children
 * @param receivers every receiver with the types of its integrations
 */
public record RoutingOutline(List<Node> routes, List<Receiver> receivers) {

    /**
     * One route.
     *
     * @param depth    0 for the root
     * @param matchers as {@code label="value"}; empty when the route takes everything
     * @param receiver the effective one, its own or inherited
     * @param settings what it sets apart from that, such as {@code repeat_interval 4h}
     */
    public record Node(
            int depth,
            List<String> matchers,
            String receiver,
            boolean continues,
            boolean integrated,
            List<String> settings) {}

    /** @param integrations types such as {@code slack}, one for each entry */
    public record Receiver(String name, List<String> integrations) {}

    public RoutingOutline {
        routes = List.copyOf(routes);
        receivers = List.copyOf(receivers);
    }

    static RoutingOutline of(Map<String, ?> config) {
        var receivers = new ArrayList<Receiver>();
        var integrated = new LinkedHashMap<String, Boolean>();
        for (var item : list(config.get("receivers"))) {
            if (item instanceof Map<?, ?> receiver) {
                var read = receiver(receiver);
                receivers.add(read);
                integrated.put(read.name(), !read.integrations().isEmpty());
            }
        }
        var routes = new ArrayList<Node>();
        if (config.get("route") instanceof Map<?, ?> root) {
            collect(root, 0, "", integrated, routes);
        }
        return new RoutingOutline(routes, receivers);
    }

    private static Receiver receiver(Map<?, ?> receiver) {
        var integrations = new ArrayList<String>();
        receiver.forEach((key, value) -> {
            var type = String.valueOf(key);
            if (type.endsWith("_configs")) {
                list(value).forEach(item -> integrations.add(type.substring(0, type.length() - "_configs".length())));
            }
        });
        return new Receiver(String.valueOf(receiver.get("name")), integrations);
    }

    private static void collect(
            Map<?, ?> route, int depth, String inherited, Map<String, Boolean> integrated, List<Node> nodes) {
        var receiver = route.get("receiver") instanceof String own && !own.isEmpty() ? own : inherited;
        var settings = new ArrayList<String>();
        for (var key : List.of("group_by", "group_wait", "group_interval", "repeat_interval", "mute_time_intervals",
                "active_time_intervals")) {
            if (route.get(key) != null) {
                settings.add(key + " " + text(route.get(key)));
            }
        }
        nodes.add(new Node(
                depth,
                matchers(route),
                receiver,
                "true".equals(route.get("continue")),
                integrated.getOrDefault(receiver, false),
                settings));
        for (var child : list(route.get("routes"))) {
            if (child instanceof Map<?, ?> map) {
                collect(map, depth + 1, receiver, integrated, nodes);
            }
        }
    }

    private static List<String> matchers(Map<?, ?> route) {
        var result = new ArrayList<String>();
        if (route.get("match") instanceof Map<?, ?> map) {
            map.forEach((label, value) -> result.add(label + "=\"" + value + "\""));
        }
        if (route.get("match_re") instanceof Map<?, ?> map) {
            map.forEach((label, value) -> result.add(label + "=~\"" + value + "\""));
        }
        for (var item : list(route.get("matchers"))) {
            Matchers.parse(String.valueOf(item))
                    .ifPresent(matchers -> matchers.forEach(matcher -> result.add(matcher.toString())));
        }
        return result;
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static String text(@Nullable Object value) {
        return value instanceof List<?> list
                ? String.join(", ", list.stream().map(String::valueOf).toList())
                : String.valueOf(value);
    }
}
