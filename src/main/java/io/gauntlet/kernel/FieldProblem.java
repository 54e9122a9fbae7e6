package io.gauntlet.kernel;

import java.util.List;
import java.util.Objects;

/**
 * One thing that is wrong with one field of an input.
 *
 * @param field  name of the field as the caller sent it, with a path where nested: {@code labels.env}, {@code
 *     groups[0].rules[2].expr}
 * @param reason what is wrong, in a sentence
 * @param fix    what the caller can do about it, in a sentence
 */
public record FieldProblem(String field, String reason, String fix) {

    /** What a form has to show for a refused request; a thing that is not there is thrown on. */
    public static List<FieldProblem> of(DomainException refusal) {
        return switch (refusal) {
            case DomainException.Invalid invalid -> invalid.problems();
            case DomainException.Conflict conflict when !conflict.problems().isEmpty() -> conflict.problems();
            case DomainException.Conflict conflict -> List.of(new FieldProblem("name", message(conflict), ""));
            case DomainException.Stale stale -> List.of(new FieldProblem("version", message(stale), ""));
            case DomainException.VersionRequired missing -> List.of(new FieldProblem("version", message(missing), ""));
            case DomainException.NotFound missing -> throw missing;
        };
    }

    private static String message(DomainException refusal) {
        return Objects.requireNonNullElse(refusal.getMessage(), "");
    }
}
