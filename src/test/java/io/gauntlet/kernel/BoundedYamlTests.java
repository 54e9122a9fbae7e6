package io.gauntlet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class BoundedYamlTests {

    @Test
    void readsMapsListsAndScalars() {
        assertThat(BoundedYaml.loadMap("yaml", "a: 1\nb: [x, true]\n"))
                .isEqualTo(Map.of("a", 1, "b", List.of("x", true)));
    }

    @Test
    void namesLineAndColumnOfASyntaxError() {
        refused("a: [1\nb: 2", "Line 2");
    }

    @Test
    void refusesADuplicateKey() {
        refused("a: 1\na: 2", "duplicate key");
    }

    @Test
    void refusesASecondDocument() {
        refused("a: 1\n---\nb: 2", "document");
    }

    @Test
    void refusesDepthBeforeItCanOverflowTheStack() {
        refused("[".repeat(100_000) + "]".repeat(100_000), "nested too deeply");
    }

    @Test
    void refusesDepthByIndentation() {
        var text = new StringBuilder();
        for (var i = 0; i < 60; i++) {
            text.append(" ".repeat(i)).append("k:\n");
        }
        refused(text.toString(), "nested too deeply");
    }

    @Test
    void refusesABillionLaughsInOneRequestsTime() {
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [%s]\n"
                    .formatted(
                            i,
                            i,
                            String.join(",", List.of("*a" + (i - 1), "*a" + (i - 1), "*a" + (i - 1), "*a" + (i - 1)))));
        }
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> refused(bomb.toString(), "aliases"));
    }

    @Test
    void refusesTextAboveFourMebibytes() {
        refused("a: " + "x".repeat(BoundedYaml.MAX_BYTES), "larger than 4 MiB");
    }

    @Test
    void constructsNothingByTag() {
        assertThatExceptionOfType(DomainException.Invalid.class)
                .isThrownBy(() -> BoundedYaml.load("yaml", "!!javax.script.ScriptEngineManager [x]"));
    }

    private static void refused(String text, String part) {
        assertThatExceptionOfType(DomainException.Invalid.class)
                .isThrownBy(() -> BoundedYaml.load("yaml", text))
                .satisfies(invalid ->
                        assertThat(invalid.problems().getFirst().field()).isEqualTo("yaml"))
                .withMessageContaining(part);
    }
}
