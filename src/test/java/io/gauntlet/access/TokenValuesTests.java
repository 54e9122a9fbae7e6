package io.gauntlet.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenValuesTests {

    @Test
    void madeTokensArePlausibleLongAndDifferent() {
        var random = new SecureRandom();
        var one = TokenValues.generate(random).reveal();
        var other = TokenValues.generate(random).reveal();

        assertThat(one).startsWith("gnt_").hasSize(47).isNotEqualTo(other);
        assertThat(TokenValues.isPlausible(one)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "short", "gnt_with a space in the middle", "gnt_\u0000aaaaaaaaaaaaaaaaaaaaaaaa", "gnt_äöüaaaaaaaaaaaaaaaaaaa"})
    void otherTextIsNotPlausible(String text) {
        assertThat(TokenValues.isPlausible(text)).isFalse();
    }

    @Test
    void textOfAMegabyteIsNotPlausible() {
        assertThat(TokenValues.isPlausible("a".repeat(1 << 20))).isFalse();
    }
}
