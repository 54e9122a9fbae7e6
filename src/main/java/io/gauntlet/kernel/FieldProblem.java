package io.gauntlet.kernel;

/**
 * One thing that is wrong with one field of an input.
 *
 * @param field  name of the field as the caller sent it, with a path where nested: {@code labels.env}, {@code
 *     groups[0].rules[2].expr}
 * @param reason what is wrong, in a sentence
 * @param fix    what the caller can do about it, in a sentence
 */
public record FieldProblem(String field, String reason, String fix) {}
