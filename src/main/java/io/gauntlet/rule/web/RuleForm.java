package io.gauntlet.rule.web;

import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.rule.RuleGroup;
import io.gauntlet.rule.RuleGroup.Evaluator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields of the rule group form. */
record RuleForm(
        @Nullable String yaml,
        @Nullable Evaluator evaluator,
        @Nullable String selector,
        @Nullable Boolean enabled) {

    private static final String EXAMPLE = """
            name: example
            interval: 30s
            rules:
              - alert: InstanceDown
                expr: up == 0
                for: 5m
                labels:
                  severity: critical
                annotations:
                  summary: "{{ $labels.job }} on {{ $labels.instance }} does not answer"
            """;

    static RuleForm empty() {
        return new RuleForm(EXAMPLE, Evaluator.PROMETHEUS, "", true);
    }

    static RuleForm of(RuleGroup group, String yaml) {
        return new RuleForm(yaml, group.evaluator(), group.selector().toString(), group.enabled());
    }

    String text() {
        return Objects.requireNonNullElse(yaml, "");
    }

    Evaluator evaluated() {
        return Objects.requireNonNullElse(evaluator, Evaluator.PROMETHEUS);
    }

    LabelSelector selected() {
        return LabelSelector.parse(Objects.requireNonNullElse(selector, ""));
    }

    /** A form does not send a box that is not ticked. */
    boolean on() {
        return Boolean.TRUE.equals(enabled);
    }

    /** Whether the text is a whole file, which is imported group by group. */
    boolean isFile() {
        return text().lines().anyMatch(line -> line.startsWith("groups:") || line.startsWith("kind:"));
    }
}
