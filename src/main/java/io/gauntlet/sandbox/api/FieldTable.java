package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.FieldType.ListOf;
import io.gauntlet.sandbox.api.FieldType.ListSort;
import io.gauntlet.sandbox.api.FieldType.MapOf;
import io.gauntlet.sandbox.api.FieldType.Scalar;
import io.gauntlet.sandbox.api.FieldType.Sort;
import io.gauntlet.sandbox.api.FieldType.Struct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The fields of every kind that is served, read from {@code sandbox/fields.txt} and {@code sandbox/gateway-fields.txt}. The
 * notation is described in {@code scripts/field_table.py}, which makes the first of them.
 */
final class FieldTable {

    private static final Map<Character, Sort> SORTS = Map.of(
            's', Sort.TEXT,
            'i', Sort.INT32,
            'l', Sort.INT64,
            'n', Sort.NUMBER,
            'b', Sort.BOOLEAN,
            'q', Sort.QUANTITY,
            'x', Sort.NUMBER_OR_TEXT,
            'y', Sort.BYTES,
            't', Sort.TIME);
    private static final FieldTable SHARED = new FieldTable();

    private final Map<String, Struct> structs = new HashMap<>();

    private FieldTable() {
        for (var resource : List.of("/sandbox/fields.txt", "/sandbox/gateway-fields.txt")) {
            for (var line : read(resource).split("\n", -1)) {
                if (!line.isBlank()) {
                    define(line.split(" ", -1));
                }
            }
        }
    }

    static Struct of(String name) {
        return Objects.requireNonNull(SHARED.structs.get(name), name);
    }

    private static String read(String resource) {
        try (var stream = Objects.requireNonNull(FieldTable.class.getResourceAsStream(resource), resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Struct struct(String name) {
        return structs.computeIfAbsent(name, key -> new Struct(key, false, new HashMap<>(), new HashSet<>()));
    }

    private void define(String[] words) {
        var struct = struct(words[0]);
        for (var i = 1; i < words.length; i++) {
            var equals = words[i].indexOf('=');
            var name = words[i].substring(0, equals);
            if (name.endsWith("!")) {
                name = name.substring(0, name.length() - 1);
                struct.required().add(name);
            }
            struct.fields().put(name, type(words[i].substring(equals + 1)));
        }
    }

    private FieldType type(String text) {
        var rest = text.substring(1);
        return switch (text.charAt(0)) {
            case '*' -> new FieldType.Anything();
            case '@' -> struct(rest);
            case '^' ->
                switch (type(rest)) {
                    case Struct struct -> struct.asAtomic();
                    case MapOf map -> new MapOf(map.element(), true);
                    case FieldType other -> other;
                };
            case '{' -> new MapOf(type(rest.substring(0, rest.length() - 1)), false);
            case '[' -> list(rest.substring(0, rest.length() - 1));
            default -> new Scalar(Objects.requireNonNull(SORTS.get(text.charAt(0)), text));
        };
    }

    private ListOf list(String inner) {
        if (inner.startsWith("=")) {
            return new ListOf(type(inner.substring(1)), ListSort.SET, List.of());
        }
        var colon = inner.lastIndexOf(':');
        if (colon > 0 && !inner.endsWith("]") && !inner.endsWith("}")) {
            var keys = List.of(inner.substring(colon + 1).split(",", -1));
            return new ListOf(type(inner.substring(0, colon)), ListSort.MAP, keys);
        }
        return new ListOf(type(inner), ListSort.ATOMIC, List.of());
    }
}
