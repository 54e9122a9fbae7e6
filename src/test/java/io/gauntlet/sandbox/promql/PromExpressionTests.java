package io.gauntlet.sandbox.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromExpressionTests {

    private static final List<Sample> SERIES = List.of(
            Sample.of("up", Map.of("job", "a", "pod", "a-0"), 1),
            Sample.of("up", Map.of("job", "a", "pod", "a-1"), 1),
            Sample.of("up", Map.of("job", "b", "pod", "b-0"), 0),
            Sample.of("limit", Map.of("job", "a"), 2),
            Sample.of("limit", Map.of("job", "b"), 2));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1 + 2 * 3; 7",
                "-(2 ^ 3); -8",
                "sum(up); 2",
                "count by (job) (up{job=\"a\"}); 2",
                "sum without (pod) (up{job=\"a\"}); 2",
                "count(up == 0); 1",
                "sum by (job) (up) < on(job) limit and on(job) up{pod=\"b-0\"}; 0",
                "absent(nothing); 1",
                "rate(up{pod=\"a-0\"}[5m] offset 1h); 0",
                "max_over_time(limit{job=\"a\"}[1h:5m] @ 1000); 2",
                "up{pod=~\"b-.*\",job!=\"a\"} or vector(3) ; 0",
                "scalar(limit{job=\"a\"}) > bool 1; 1",
            })
    void expressionsHaveTheirValue(String expression, double expected) throws Broken {
        assertThat(evaluate(expression).samples().getFirst().value()).isEqualTo(expected);
    }

    @Test
    void comparisonsKeepTheSeriesTheyHoldFor() throws Broken {
        assertThat(evaluate("up == 1").samples())
                .hasSize(2)
                .allMatch(sample -> sample.labels().containsKey("__name__"));
    }

    @Test
    void regularExpressionsAreAnchored() throws Broken {
        assertThat(evaluate("up{job=~\"a|b\"}").samples()).hasSize(3);
        assertThat(evaluate("up{pod=~\"a\"}").samples()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(up",
                "up)",
                "up ==",
                "sum by up",
                "rate(up)",
                "nosuchfunction(up)",
                "up{job=}",
                "\"open",
                "up up",
                "up{job=~\"(\"}",
                ""
            })
    void whatIsNoExpressionIsRefused(String expression) {
        assertThatExceptionOfType(Broken.class).isThrownBy(() -> PromExpression.parse(expression));
    }

    private static Value evaluate(String expression) throws Broken {
        PromExpression.Source source = matchers -> SERIES.stream()
                .filter(sample -> matchers.stream().allMatch(matcher -> matcher.matches(sample.labels())))
                .toList();
        return PromExpression.parse(expression).evaluate(new PromExpression.Context(source, Instant.EPOCH));
    }
}
