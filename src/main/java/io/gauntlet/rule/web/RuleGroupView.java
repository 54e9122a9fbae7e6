package io.gauntlet.rule.web;

import io.gauntlet.rule.RuleGroup;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule group in answers.
 *
 * @param rules    how many there are
 * @param document the group as JSON; only where one group is asked for
 * @param yaml     the same as YAML
 */
record RuleGroupView(
        String id,
        String name,
        RuleGroup.Evaluator evaluator,
        String selector,
        boolean enabled,
        int rules,
        @Nullable Map<String, Object> document,
        @Nullable String yaml,
        Instant updatedAt,
        int version) {

    static RuleGroupView summary(RuleGroup group) {
        return of(group, null, null);
    }

    static RuleGroupView full(RuleGroup group, String yaml) {
        return of(group, group.document(), yaml);
    }

    private static RuleGroupView of(RuleGroup group, @Nullable Map<String, Object> document, @Nullable String yaml) {
        return new RuleGroupView(
                group.id().toString(),
                group.name(),
                group.evaluator(),
                group.selector().toString(),
                group.enabled(),
                group.rules().size(),
                document,
                yaml,
                group.updatedAt(),
                group.version());
    }
}
