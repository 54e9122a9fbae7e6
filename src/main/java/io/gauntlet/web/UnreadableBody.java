package io.gauntlet.web;

import io.gauntlet.kernel.Causes;
import io.gauntlet.kernel.DomainException;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with a JSON body and where, without repeating the values in it. */
final class UnreadableBody {

    private UnreadableBody() {}

    static Failure explain(HttpMessageNotReadableException thrown) {
        var domain = Causes.find(thrown, DomainException.Invalid.class);
        if (domain.isPresent()) {
            return Failure.of(
                    ProblemType.INVALID,
                    domain.get().problems().isEmpty()
                            ? "The input breaks a rule."
                            : domain.get().problems().getFirst().reason(),
                    domain.get().problems());
        }
        return Causes.find(thrown, JacksonException.class)
                .map(UnreadableBody::json)
                .orElseGet(
                        () -> Failure.of(ProblemType.MALFORMED, "The request has no body or one that cannot be read."));
    }

    private static Failure json(JacksonException thrown) {
        var field = path(thrown);
        return switch (thrown) {
            case UnrecognizedPropertyException unknown ->
                Failure.field(
                        ProblemType.INVALID,
                        field,
                        "There is no property '" + unknown.getPropertyName() + "' here.",
                        known(unknown));
            case StreamConstraintsException tooDeep ->
                Failure.of(
                        ProblemType.INVALID,
                        "The JSON is nested too deeply or holds a text or number that is too long" + place(thrown)
                                + ".");
            case StreamReadException syntax ->
                Failure.of(ProblemType.MALFORMED, "The body is not valid JSON" + place(thrown) + ".");
            case InvalidNullException missing ->
                Failure.field(ProblemType.INVALID, field, "The value is missing.", "Send a value.");
            case MismatchedInputException mismatch
            when field.isEmpty() ->
                Failure.of(ProblemType.MALFORMED, "The body is not the JSON object that is expected here.");
            case MismatchedInputException mismatch ->
                Failure.field(
                        ProblemType.INVALID,
                        field,
                        "The value has the wrong type.",
                        mismatch.getTargetType() == null
                                ? "See the OpenAPI description."
                                : "Send a value of the type " + typeName(mismatch.getTargetType()) + ".");
            default ->
                Failure.field(
                        ProblemType.INVALID,
                        field.isEmpty() ? "body" : field,
                        "A value is missing or has the wrong form.",
                        "See the OpenAPI description for what is needed.");
        };
    }

    private static String known(UnrecognizedPropertyException unknown) {
        var names = unknown.getKnownPropertyIds();
        return names == null || names.isEmpty()
                ? "Leave it out."
                : "Use only " + names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", ")) + ".";
    }

    private static String typeName(Class<?> type) {
        if (type.isEnum()) {
            return "string, one of a fixed list";
        }
        if (Number.class.isAssignableFrom(type) || (type.isPrimitive() && type != boolean.class)) {
            return "number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        if (Iterable.class.isAssignableFrom(type) || type.isArray()) {
            return "array";
        }
        return CharSequence.class.isAssignableFrom(type)
                        || (type.getName().startsWith("java.") && !Map.class.isAssignableFrom(type))
                ? "string"
                : "object";
    }

    private static String path(JacksonException thrown) {
        var text = new StringBuilder();
        for (var step : thrown.getPath()) {
            if (step.getPropertyName() == null) {
                text.append('[').append(step.getIndex()).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return text.toString();
    }

    private static String place(JacksonException thrown) {
        var location = thrown.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
