package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.ApiFailure.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Collects what is invalid in an object, so that one answer names all of it. */
final class Problems {

    private final List<Cause> causes = new ArrayList<>();

    void required(String field) {
        causes.add(new Cause("FieldValueRequired", "Required value", field));
    }

    void required(String field, String why) {
        causes.add(new Cause("FieldValueRequired", "Required value: " + why, field));
    }

    void invalid(String field, JsonNode value, String why) {
        causes.add(new Cause("FieldValueInvalid", "Invalid value: " + value + ": " + why, field));
    }

    void invalid(String field, String value, String why) {
        invalid(field, StringNode.valueOf(value), why);
    }

    void invalidIf(Optional<String> problem, String field, String value) {
        problem.ifPresent(why -> invalid(field, value, why));
    }

    void forbidden(String field, String why) {
        causes.add(new Cause("FieldValueForbidden", "Forbidden: " + why, field));
    }

    void notFound(String field, String value) {
        causes.add(new Cause("FieldValueNotFound", "Not found: " + StringNode.valueOf(value), field));
    }

    void duplicate(String field, String value) {
        causes.add(new Cause("FieldValueDuplicate", "Duplicate value: " + StringNode.valueOf(value), field));
    }

    void unsupported(String field, String value, List<String> supported) {
        var list = String.join(
                ", ", supported.stream().map(one -> "\"" + one + "\"").toList());
        causes.add(new Cause(
                "FieldValueNotSupported",
                "Unsupported value: " + StringNode.valueOf(value) + ": supported values: " + list,
                field));
    }

    void tooLong(String field, String why) {
        causes.add(new Cause("FieldValueTooLong", "Too long: " + why, field));
    }

    List<Cause> causes() {
        return causes;
    }

    /** Refuses the object if anything was found. */
    void refuse(ResourceKind kind, String name) {
        if (!causes.isEmpty()) {
            throw Failures.invalid(kind, name, causes);
        }
    }
}
