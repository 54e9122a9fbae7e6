package io.gauntlet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTests {

    private static final LabelSet LABELS = LabelSet.of(Map.of("env", "prod", "region", "eu"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            env=prod                    | true
            env==prod,region=eu         | true
            env=test                    | false
            env!=test                   | true
            missing!=anything           | true
            region in (eu, us)          | true
            region notin (eu)           | false
            missing notin (eu)          | true
            env                         | true
            !env                        | false
            !missing                    | true
            missing                     | false
            """)
    void matchesLikeKubernetes(String selector, boolean expected) {
        assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(expected);
    }

    @Test
    void emptyMatchesEverything() {
        assertThat(LabelSelector.parse(" ").matches(LabelSet.empty())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=b=c", "in (x)", "env in prod", "env in (p q)", "=x", "-a=b", "a=(b"})
    void namesThePartThatIsNotARequirement(String selector) {
        assertThatExceptionOfType(DomainException.Invalid.class)
                .isThrownBy(() -> LabelSelector.parse(selector))
                .withMessageContaining("is not a label requirement");
    }

    @Test
    void textFormReadsBack() {
        var selector = LabelSelector.parse("region in (us,eu),env!=test,!legacy,canary,team=a");
        assertThat(LabelSelector.parse(selector.toString())).isEqualTo(selector);
    }
}
