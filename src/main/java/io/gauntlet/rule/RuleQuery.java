package io.gauntlet.rule;

import org.jspecify.annotations.Nullable;

/**
 * Which rule groups to list.
 *
 * @param text part of the name of a group or rule, or of an expression
 */
public record RuleQuery(
        @Nullable String text,
        RuleGroup.@Nullable Evaluator evaluator,
        @Nullable Boolean enabled) {

    public static RuleQuery all() {
        return new RuleQuery(null, null, null);
    }
}
