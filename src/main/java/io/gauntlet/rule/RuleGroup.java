package io.gauntlet.rule;

import io.gauntlet.kernel.LabelSelector;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule group as Prometheus defines it, and where it is evaluated.
 *
 * @param name      unique; a file holds one group, so names may hold any text
 * @param evaluator who evaluates it
 * @param selector  the clusters it is for
 * @param document  the group as a mapping with keys in the order a person wrote them, unknown keys included: {@code name},
 *     {@code interval}, {@code rules}
 * @param rules     the rules in order, for reading
 */
public record RuleGroup(
        RuleGroupId id,
        String name,
        Evaluator evaluator,
        LabelSelector selector,
        boolean enabled,
        Map<String, Object> document,
        List<Rule> rules,
        Instant updatedAt,
        int version) {

    /** Who evaluates a group. */
    public enum Evaluator {
        /** Every Prometheus replica of the cluster, on its own samples. */
        PROMETHEUS,
        /** The Thanos Ruler of the cluster, over everything its querier reaches. */
        RULER
    }

    /** One rule, read out of the document. Exactly one of alert and record is there. */
    public record Rule(
            Optional<String> alert,
            Optional<String> record,
            String expr,
            Optional<String> forDuration,
            Map<String, String> labels,
            Map<String, String> annotations) {}
}
