package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.FieldType.ListOf;
import io.gauntlet.sandbox.api.FieldType.MapOf;
import io.gauntlet.sandbox.api.FieldType.Scalar;
import io.gauntlet.sandbox.api.FieldType.Sort;
import io.gauntlet.sandbox.api.FieldType.Struct;
import java.util.ArrayList;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Brings an object into the form in which the API stores and returns it: without nulls, unknown fields and values that mean
 * nothing was said, with amounts in their canonical form.
 */
final class Normalization {

    /** Booleans whose false is the same as nothing. */
    private static final Set<String> PLAIN_BOOLEANS = Set.of(
            "hostNetwork",
            "hostPID",
            "hostIPC",
            "readOnly",
            "stdin",
            "stdinOnce",
            "tty",
            "publishNotReadyAddresses",
            "paused",
            "unschedulable");

    /** Numbers whose zero is the same as nothing. */
    private static final Set<String> PLAIN_NUMBERS = Set.of(
            "hostPort",
            "initialDelaySeconds",
            "minReadySeconds",
            "nodePort",
            "healthCheckNodePort",
            "timeoutSeconds",
            "periodSeconds",
            "successThreshold",
            "failureThreshold");

    /** Texts that say something even when they are empty. */
    private static final Set<String> MEANINGFUL_WHEN_EMPTY =
            Set.of("storageClassName", "type", "ingressClassName", "apiGroup", "appProtocol", "service", "group");

    private Normalization() {}

    static void apply(ObjectNode object, Struct type) {
        object(object, type);
    }

    private static void object(ObjectNode object, FieldType type) {
        for (var entry : new ArrayList<>(object.properties())) {
            var name = entry.getKey();
            var value = entry.getValue();
            if (value.isNull()) {
                object.remove(name);
                continue;
            }
            if (type instanceof Struct struct) {
                var field = struct.fields().get(name);
                if (field == null || (!struct.required().contains(name) && saysNothing(name, value, field))) {
                    object.remove(name);
                    continue;
                }
                object.set(name, value(value, field));
            } else {
                object.set(name, value(value, FieldPaths.field(type, name)));
            }
        }
        if (type instanceof Struct struct) {
            for (var entry : new ArrayList<>(object.properties())) {
                var inner = FieldPaths.field(struct, entry.getKey());
                if (!struct.required().contains(entry.getKey())
                        && (inner instanceof MapOf || inner instanceof ListOf)
                        && entry.getValue().isEmpty()) {
                    object.remove(entry.getKey());
                }
            }
        }
    }

    private static boolean saysNothing(String name, JsonNode value, FieldType type) {
        if (type instanceof Scalar scalar) {
            return switch (scalar.sort()) {
                case BOOLEAN -> PLAIN_BOOLEANS.contains(name) && !value.asBoolean(true);
                case INT32, INT64 -> PLAIN_NUMBERS.contains(name) && value.asInt(1) == 0;
                case TEXT -> value.isString() && value.asString("").isEmpty() && !MEANINGFUL_WHEN_EMPTY.contains(name);
                default -> false;
            };
        }
        return false;
    }

    private static JsonNode value(JsonNode value, FieldType type) {
        if (type instanceof FieldType.Anything) {
            return value;
        }
        if (type instanceof Scalar(var sort)) {
            if (sort == Sort.QUANTITY && (value.isString() || value.isNumber())) {
                var text = value.asString("");
                return StringNode.valueOf(Quantities.canonical(text).orElse(text));
            }
            return value;
        }
        if (value instanceof ObjectNode inner) {
            object(inner, type);
        } else if (value instanceof ArrayNode items && type instanceof ListOf list) {
            for (var i = 0; i < items.size(); i++) {
                items.set(i, value(items.get(i), list.element()));
            }
        }
        return value;
    }
}
