package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.FieldType.ListOf;
import io.gauntlet.sandbox.api.FieldType.ListSort;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which fields were added, changed or removed between two versions of an object. */
final class Comparison {

    /** Fields that Go writes even when nobody set them, so that their container never counts as added. */
    private static final Set<String> ALWAYS_THERE =
            Set.of("metadata", "spec", "status", "template", "strategy", "updateStrategy", "resources", "containers");

    private final FieldSet added = new FieldSet();
    private final FieldSet modified = new FieldSet();
    private final FieldSet removed = new FieldSet();
    private final Deque<String> path = new ArrayDeque<>();

    private Comparison() {}

    static Comparison of(ObjectNode before, ObjectNode after, FieldType type) {
        var comparison = new Comparison();
        comparison.compare(before, after, type);
        return comparison;
    }

    /** Fields whose value is new. */
    FieldSet set() {
        return modified.union(added);
    }

    FieldSet removed() {
        return removed;
    }

    boolean isSame() {
        return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
    }

    private void compare(@Nullable JsonNode before, @Nullable JsonNode after, FieldType type) {
        var container = isContainer(before) || isContainer(after);
        var bothEmpty = (before == null || before.isEmpty()) && (after == null || after.isEmpty());
        if (!container || bothEmpty || type.isAtomic()) {
            leaf(before, after);
            return;
        }
        if (before == null ? !isAlwaysThere() : after == null && !isAlwaysThere()) {
            leaf(before, after);
        }
        if (type instanceof ListOf list) {
            items(before, after, list);
            return;
        }
        for (var name : names(before, after)) {
            path.addLast(FieldPaths.field(name));
            compare(get(before, name), get(after, name), FieldPaths.field(type, name));
            path.removeLast();
        }
    }

    private void items(@Nullable JsonNode before, @Nullable JsonNode after, ListOf list) {
        var old = FieldPaths.items(list, before);
        var now = FieldPaths.items(list, after);
        var steps = new LinkedHashSet<>(old.keySet());
        steps.addAll(now.keySet());
        for (var step : steps) {
            path.addLast(step);
            if (list.sort() == ListSort.MAP) {
                compare(old.get(step), now.get(step), list.element());
            } else {
                leaf(old.get(step), now.get(step));
            }
            path.removeLast();
        }
    }

    private boolean isAlwaysThere() {
        var last = path.peekLast();
        return last == null || (last.startsWith("f:") && ALWAYS_THERE.contains(last.substring(2)));
    }

    private void leaf(@Nullable JsonNode before, @Nullable JsonNode after) {
        if (before == null && after != null) {
            added.add(List.copyOf(path));
        } else if (before != null && after == null) {
            removed.add(List.copyOf(path));
        } else if (before != null && !before.equals(after)) {
            modified.add(List.copyOf(path));
        }
    }

    private static boolean isContainer(@Nullable JsonNode node) {
        return node != null && (node.isObject() || node.isArray());
    }

    private static @Nullable JsonNode get(@Nullable JsonNode node, String name) {
        return node == null ? null : node.get(name);
    }

    private static Set<String> names(@Nullable JsonNode before, @Nullable JsonNode after) {
        var names = new LinkedHashSet<String>();
        if (before != null) {
            names.addAll(before.propertyNames());
        }
        if (after != null) {
            names.addAll(after.propertyNames());
        }
        return names;
    }
}
