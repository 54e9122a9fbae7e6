package io.gauntlet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gauntlet.support.SettableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTests {

    @Test
    void idsAreVersionSevenAndGrow() {
        var ids = Ids.timeOrdered(SettableClock.atNoon());
        var made = new ArrayList<String>();
        for (var i = 0; i < 10_000; i++) {
            var id = ids.next();
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            made.add(id.toString());
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "A", "a.b", "a_b", "../etc"})
    void aResourceNameIsADnsLabel(String text) {
        assertThatExceptionOfType(DomainException.Invalid.class).isThrownBy(() -> new ResourceName(text));
    }

    @Test
    void aSecretDoesNotShowItselfInText() {
        var secret = Secret.of("correct-horse-battery");
        assertThat("%s %s".formatted(secret, List.of(secret))).doesNotContain("horse");
        assertThat(secret.hint()).isEqualTo("tery");
        assertThat(Secret.of("short").hint()).isEmpty();
    }

    @Test
    void equalLabelSetsHaveEqualText() {
        assertThat(LabelSet.of(Map.of("b", "2", "a", "say \"x\"")).canonical())
                .isEqualTo("a=\"say \\\"x\\\"\",b=\"2\"");
    }

    @Test
    void aPageNamesItsFollowerOnlyWhenThereIsOne() {
        assertThat(Page.cut(List.of("a", "b", "c"), 2, item -> item)).isEqualTo(new Page<>(List.of("a", "b"), "b"));
        assertThat(Page.cut(List.of("a", "b"), 2, item -> item)).isEqualTo(new Page<>(List.of("a", "b"), null));
    }

    @Test
    void anEntityTagReadsBackAndAMissingOneIsAsked() {
        assertThat(EntityTag.version(EntityTag.of(7))).isEqualTo(7);
        assertThatExceptionOfType(DomainException.VersionRequired.class).isThrownBy(() -> EntityTag.version(null));
        assertThatExceptionOfType(DomainException.Invalid.class).isThrownBy(() -> EntityTag.version("W/\"7\""));
    }
}
