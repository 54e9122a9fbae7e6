package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.FieldType.ListOf;
import io.gauntlet.sandbox.api.FieldType.ListSort;
import io.gauntlet.sandbox.api.FieldType.MapOf;
import io.gauntlet.sandbox.api.FieldType.Scalar;
import io.gauntlet.sandbox.api.FieldType.Struct;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Finds what an object says that its type does not know. */
final class SchemaCheck {

    private final List<Problem> problems = new ArrayList<>();

    private SchemaCheck() {}

    /** What is wrong with a value. */
    enum Sort {
        UNKNOWN,
        DUPLICATE,
        WRONG_TYPE
    }

    /**
     * One problem, as the two readers of the API name it.
     *
     * @param path    with the keys of list items, as server-side apply writes it
     * @param place   with the positions of list items, as the strict reader writes it
     * @param applied the words of server-side apply
     * @param decoded the words of the reader of plain JSON
     */
    record Problem(Sort sort, String path, String place, String applied, String decoded) {}

    static List<Problem> of(JsonNode object, Struct type) {
        var check = new SchemaCheck();
        check.struct(object, type, new Where("", "", type.name(), ""));
        return check.problems;
    }

    /**
     * Where a value is.
     *
     * @param owner  the type that declares the field
     * @param fields the fields on the way without list positions
     */
    private record Where(String path, String place, String owner, String fields) {

        Where field(String name, String declaredBy) {
            var point = place.isEmpty() ? "" : ".";
            return new Where(path + "." + name, place + point + name, declaredBy, fields + "." + name);
        }

        Where key(String name) {
            return new Where(path + "." + name, place + "." + name, owner, fields);
        }

        Where item(String step, int index) {
            return new Where(path + step, place + "[" + index + "]", owner, fields);
        }
    }

    private void struct(JsonNode value, Struct type, Where where) {
        for (var entry : value.properties()) {
            var field = type.fields().get(entry.getKey());
            var below = where.field(entry.getKey(), type.name());
            if (field == null) {
                var text = "field not declared in schema";
                problems.add(new Problem(
                        Sort.UNKNOWN, below.path(), below.place(), text, "unknown field \"" + below.place() + "\""));
            } else {
                value(entry.getValue(), field, below);
            }
        }
    }

    private void value(JsonNode value, FieldType type, Where where) {
        if (value.isNull()) {
            return;
        }
        switch (type) {
            case FieldType.Anything ignored -> {}
            case Scalar scalar -> scalar(value, scalar, where);
            case Struct struct -> {
                if (value.isObject()) {
                    struct(value, struct, where);
                } else {
                    wrong(value, "map", "v1." + struct.name(), where);
                }
            }
            case MapOf map -> {
                if (value.isObject()) {
                    value.properties()
                            .forEach(entry -> value(entry.getValue(), map.element(), where.key(entry.getKey())));
                } else {
                    wrong(value, "map", "map[string]string", where);
                }
            }
            case ListOf list -> {
                if (value.isArray()) {
                    items(value, list, where);
                } else {
                    wrong(value, "list", "[]" + goName(list.element()), where);
                }
            }
        }
    }

    private void items(JsonNode items, ListOf list, Where where) {
        var seen = new HashSet<String>();
        var index = 0;
        for (var item : items) {
            var step = "[" + index + "]";
            if (list.sort() != ListSort.ATOMIC) {
                var key = FieldPaths.item(list, item);
                step = FieldPaths.text(key);
                if (!seen.add(key)) {
                    var text = "duplicate entries for key " + step;
                    problems.add(new Problem(Sort.DUPLICATE, where.path(), where.place(), text, text));
                }
            }
            value(item, list.element(), where.item(step, index++));
        }
    }

    private void scalar(JsonNode value, Scalar type, Where where) {
        var number = value.isNumber();
        var fits = switch (type.sort()) {
            case TEXT, BYTES, TIME -> value.isString();
            case INT32, INT64 -> value.isIntegralNumber();
            case NUMBER -> number;
            case BOOLEAN -> value.isBoolean();
            case QUANTITY, NUMBER_OR_TEXT -> number || value.isString();
        };
        if (!fits) {
            var wanted = switch (type.sort()) {
                case INT32, INT64, NUMBER -> "numeric (int or float)";
                case BOOLEAN -> "boolean";
                default -> "string";
            };
            wrong(value, wanted, goName(type), where);
        }
    }

    private void wrong(JsonNode value, String wanted, String type, Where where) {
        var sort = value.isString()
                ? "string"
                : value.isNumber() ? "number" : value.isBoolean() ? "bool" : value.isArray() ? "array" : "object";
        var got = wanted.startsWith("numeric") ? sort : "&value.valueUnstructured{Value:" + value + "}";
        problems.add(new Problem(
                Sort.WRONG_TYPE,
                where.path(),
                where.place(),
                "expected " + wanted + ", got " + got,
                "json: cannot unmarshal " + sort + " into Go struct field " + where.owner() + where.fields()
                        + " of type " + type));
    }

    private static String goName(FieldType type) {
        return switch (type) {
            case Scalar(var sort) ->
                switch (sort) {
                    case INT32 -> "int32";
                    case INT64 -> "int64";
                    case NUMBER -> "float64";
                    case BOOLEAN -> "bool";
                    case BYTES -> "[]uint8";
                    default -> "string";
                };
            case Struct struct -> "v1." + struct.name();
            default -> "string";
        };
    }
}
