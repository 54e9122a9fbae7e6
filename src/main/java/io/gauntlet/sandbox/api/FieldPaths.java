package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.FieldType.ListOf;
import io.gauntlet.sandbox.api.FieldType.ListSort;
import io.gauntlet.sandbox.api.FieldType.MapOf;
import io.gauntlet.sandbox.api.FieldType.Struct;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/** The steps of field paths: made from values, followed in types, written for people. */
final class FieldPaths {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final FieldType ANYTHING = new FieldType.Anything();

    /** Keys that the API fills in before it looks at them. */
    private static final Map<String, JsonNode> DEFAULT_KEYS = Map.of("protocol", StringNode.valueOf("TCP"));

    private FieldPaths() {}

    static String field(String name) {
        return "f:" + name;
    }

    static FieldType below(FieldType type, String step) {
        return switch (type) {
            case Struct struct when step.startsWith("f:") -> field(struct, step.substring(2));
            case MapOf map -> map.element();
            case ListOf list -> list.element();
            default -> ANYTHING;
        };
    }

    static FieldType field(FieldType type, String name) {
        return switch (type) {
            case Struct struct -> {
                var found = struct.fields().get(name);
                yield found == null ? ANYTHING : found;
            }
            case MapOf map -> map.element();
            default -> ANYTHING;
        };
    }

    /** The step that tells this item of a list apart. */
    static String item(ListOf type, JsonNode item) {
        if (type.sort() == ListSort.SET) {
            return "v:" + item;
        }
        var keys = new TreeMap<String, JsonNode>();
        for (var key : type.keys()) {
            var value = item.path(key);
            if (value.isMissingNode()) {
                value = DEFAULT_KEYS.getOrDefault(key, value);
            }
            if (!value.isMissingNode()) {
                keys.put(key, value);
            }
        }
        var json = JsonNodeFactory.instance.objectNode();
        keys.forEach(json::set);
        return "k:" + json;
    }

    /** The items of a list by their steps, in the list's order; of items with the same step the last one stays. */
    static Map<String, JsonNode> items(ListOf type, @Nullable JsonNode list) {
        var items = new LinkedHashMap<String, JsonNode>();
        if (list != null) {
            for (var item : list) {
                items.put(item(type, item), item);
            }
        }
        return items;
    }

    static String text(String step) {
        var rest = step.substring(2);
        return switch (step.charAt(0)) {
            case 'f' -> "." + rest;
            case 'k' -> {
                var keys = new StringJoiner(",", "[", "]");
                for (var entry : JSON.readTree(rest).properties()) {
                    keys.add(entry.getKey() + "=" + entry.getValue());
                }
                yield keys.toString();
            }
            default -> "[=" + rest + "]";
        };
    }
}
