package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.FieldType.ListOf;
import io.gauntlet.sandbox.api.FieldType.ListSort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Which fields a value sets, and a value without some of its fields. */
final class TypedValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final FieldSet result = new FieldSet();
    private final Deque<String> path = new ArrayDeque<>();

    private TypedValues() {}

    /** The fields that an applied configuration sets. */
    static FieldSet fieldsOf(JsonNode value, FieldType type) {
        var walk = new TypedValues();
        walk.visit(value, type);
        return walk.result;
    }

    private void visit(JsonNode value, FieldType type) {
        var container = value.isObject() || value.isArray();
        if (!container || value.isEmpty() || type.isAtomic()) {
            if (!path.isEmpty()) {
                mark();
            }
            return;
        }
        if (type instanceof ListOf list) {
            for (var item : value) {
                path.addLast(FieldPaths.item(list, item));
                mark();
                if (list.sort() == ListSort.MAP) {
                    visit(item, list.element());
                }
                path.removeLast();
            }
            return;
        }
        for (var entry : value.properties()) {
            path.addLast(FieldPaths.field(entry.getKey()));
            if (type instanceof FieldType.MapOf) {
                mark();
            }
            visit(entry.getValue(), FieldPaths.field(type, entry.getKey()));
            path.removeLast();
        }
    }

    private void mark() {
        result.add(List.copyOf(path));
    }

    /** The value without the members of the set and all below them; containers that became empty are gone too. */
    static ObjectNode without(ObjectNode value, FieldType type, FieldSet gone) {
        return remove(value, type, gone) instanceof ObjectNode rest ? rest : NODES.objectNode();
    }

    private static @Nullable JsonNode remove(JsonNode value, FieldType type, FieldSet gone) {
        if (gone.children().isEmpty() || type.isAtomic()) {
            return value;
        }
        if (type instanceof ListOf list && value instanceof ArrayNode items) {
            var rest = NODES.arrayNode();
            for (var item : items) {
                var kept = kept(item, list.element(), gone.child(FieldPaths.item(list, item)));
                if (kept != null) {
                    rest.add(kept);
                }
            }
            return rest.isEmpty() ? null : rest;
        }
        if (value instanceof ObjectNode object) {
            var rest = NODES.objectNode();
            for (var entry : new ArrayList<>(object.properties())) {
                var inner = FieldPaths.field(type, entry.getKey());
                var kept = kept(entry.getValue(), inner, gone.child(FieldPaths.field(entry.getKey())));
                if (kept != null) {
                    rest.set(entry.getKey(), kept);
                }
            }
            return rest.isEmpty() ? null : rest;
        }
        return value;
    }

    private static @Nullable JsonNode kept(JsonNode value, FieldType type, @Nullable FieldSet gone) {
        if (gone == null) {
            return value;
        }
        return gone.isMember() ? null : remove(value, type, gone);
    }
}
