package io.gauntlet.rule;

import java.util.UUID;

/** Identifies a rule group. */
public record RuleGroupId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
