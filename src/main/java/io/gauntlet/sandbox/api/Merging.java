package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.FieldType.ListOf;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Lays an applied configuration over the live object: what it says wins, what it does not mention stays. */
final class Merging {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Merging() {}

    static ObjectNode merge(ObjectNode live, ObjectNode applied, FieldType type) {
        return (ObjectNode) value(live, applied, type);
    }

    private static JsonNode value(@Nullable JsonNode live, JsonNode applied, FieldType type) {
        if (live == null || type.isAtomic()) {
            return applied;
        }
        if (type instanceof ListOf list && live.isArray() && applied.isArray()) {
            return list((ArrayNode) live, (ArrayNode) applied, list);
        }
        if (live instanceof ObjectNode liveObject && applied instanceof ObjectNode appliedObject) {
            var merged = NODES.objectNode();
            for (var entry : liveObject.properties()) {
                merged.set(entry.getKey(), entry.getValue());
            }
            for (var entry : appliedObject.properties()) {
                var inner = FieldPaths.field(type, entry.getKey());
                merged.set(entry.getKey(), value(liveObject.get(entry.getKey()), entry.getValue(), inner));
            }
            return merged;
        }
        return applied;
    }

    /** Keeps the applied order, and the live items that only others have near their neighbours. */
    private static ArrayNode list(ArrayNode live, ArrayNode applied, ListOf type) {
        var liveItems = FieldPaths.items(type, live);
        var appliedItems = FieldPaths.items(type, applied);
        var liveSteps = new ArrayList<>(liveItems.keySet());
        var appliedSteps = new ArrayList<>(appliedItems.keySet());
        var shared = new LinkedHashSet<>(appliedSteps);
        shared.retainAll(liveItems.keySet());
        var pending = new ArrayList<>(shared);
        var done = new HashSet<String>();
        var merged = NODES.arrayNode();
        var l = 0;
        var r = 0;
        while (l < liveSteps.size() || r < appliedSteps.size()) {
            if (l < liveSteps.size()) {
                var step = liveSteps.get(l);
                var both = r < appliedSteps.size();
                if (!appliedItems.containsKey(step)) {
                    merged.add(liveItems.get(step));
                    l++;
                    continue;
                }
                if (done.contains(step)
                        || both && !pending.isEmpty() && !pending.getFirst().equals(step)) {
                    // Shared, but its place is where the applied order puts it.
                    l++;
                    continue;
                }
                if (both && appliedSteps.get(r).equals(step)) {
                    l++;
                }
            }
            if (r < appliedSteps.size()) {
                var step = appliedSteps.get(r++);
                var item = appliedItems.get(step);
                if (item != null && done.add(step)) {
                    merged.add(value(liveItems.get(step), item, type.element()));
                }
                pending.remove(step);
            }
        }
        return merged;
    }
}
