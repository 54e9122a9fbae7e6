package io.gauntlet.sandbox.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Paths of fields, as managedFields writes them. A step of a path is {@code f:name} for a field, {@code k:{…}} for the list
 * item with these keys, {@code v:…} for the item of a set with this value. The operations leave their operands as they are.
 */
final class FieldSet {

    private static final String SELF = ".";

    private final TreeMap<String, FieldSet> children = new TreeMap<>();
    private boolean member;

    static FieldSet fromJson(JsonNode fields) {
        var set = new FieldSet();
        for (var entry : fields.properties()) {
            if (entry.getKey().equals(SELF)) {
                set.member = true;
            } else {
                var child = fromJson(entry.getValue());
                child.member |= entry.getValue().isEmpty();
                set.children.put(entry.getKey(), child);
            }
        }
        return set;
    }

    ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        if (member && !children.isEmpty()) {
            json.putObject(SELF);
        }
        children.forEach((step, child) -> json.set(step, child.toJson()));
        return json;
    }

    void add(List<String> path) {
        var at = this;
        for (var step : path) {
            at = at.children.computeIfAbsent(step, _ -> new FieldSet());
        }
        at.member = true;
    }

    boolean isEmpty() {
        return !member && children.isEmpty();
    }

    boolean isMember() {
        return member;
    }

    Map<String, FieldSet> children() {
        return children;
    }

    @Nullable
    FieldSet child(String step) {
        return children.get(step);
    }

    FieldSet union(FieldSet other) {
        var result = copy();
        result.addAll(other);
        return result;
    }

    private void addAll(FieldSet other) {
        member |= other.member;
        other.children.forEach((step, child) ->
                children.computeIfAbsent(step, _ -> new FieldSet()).addAll(child));
    }

    FieldSet copy() {
        var result = new FieldSet();
        result.addAll(this);
        return result;
    }

    FieldSet minus(FieldSet other) {
        var result = new FieldSet();
        result.member = member && !other.member;
        children.forEach((step, child) -> {
            var counterpart = other.children.get(step);
            result.keep(step, counterpart == null ? child.copy() : child.minus(counterpart));
        });
        return result;
    }

    FieldSet and(FieldSet other) {
        var result = new FieldSet();
        result.member = member && other.member;
        children.forEach((step, child) -> {
            var counterpart = other.children.get(step);
            if (counterpart != null) {
                result.keep(step, child.and(counterpart));
            }
        });
        return result;
    }

    private void keep(String step, FieldSet child) {
        if (!child.isEmpty()) {
            children.put(step, child);
        }
    }

    /** Takes out one path and everything below it. */
    void removeBelow(List<String> path) {
        var at = this;
        for (var step : path.subList(0, path.size() - 1)) {
            var next = at.children.get(step);
            if (next == null) {
                return;
            }
            at = next;
        }
        at.children.remove(path.getLast());
    }

    void removeChildIfEmpty(String step) {
        var child = children.get(step);
        if (child != null && child.isEmpty()) {
            children.remove(step);
        }
    }

    /** Also holds every declared field above a member, but no list item and no key of a map. */
    FieldSet withFieldsAbove(FieldType type) {
        var result = new FieldSet();
        result.member = member;
        children.forEach((step, child) -> {
            var inner = FieldPaths.below(type, step);
            var lifted = child.withFieldsAbove(inner);
            lifted.member |= !child.children.isEmpty()
                    && type instanceof FieldType.Struct struct
                    && step.startsWith("f:")
                    && struct.fields().containsKey(step.substring(2));
            result.keep(step, lifted);
        });
        return result;
    }

    /** The members as texts like {@code .spec.ports[port=80,protocol="TCP"].name}, in their order. */
    List<String> paths() {
        var paths = new ArrayList<String>();
        visit("", paths::add);
        return paths;
    }

    private void visit(String prefix, Consumer<String> visitor) {
        if (member) {
            visitor.accept(prefix);
        }
        children.forEach((step, child) -> child.visit(prefix + FieldPaths.text(step), visitor));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldSet set && member == set.member && children.equals(set.children);
    }

    @Override
    public int hashCode() {
        return Objects.hash(member, children);
    }

    @Override
    public String toString() {
        return toJson().toString();
    }
}
