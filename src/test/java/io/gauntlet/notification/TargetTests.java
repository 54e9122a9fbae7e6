package io.gauntlet.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs of receivers are read strictly, and shown without what is secret. */
class TargetTests {

    @Test
    void onlyTheOriginIsShown() {
        var target = Target.parse(Secret.of(" https://Hooks.example.com/services/T1/B2/secret?x=1 "));
        assertThat(target.origin()).isEqualTo("https://Hooks.example.com");
        assertThat(target).hasToString("https://Hooks.example.com");
        assertThat(target.authority()).isEqualTo("Hooks.example.com:443");
        assertThat(target.at("192.0.2.1")).hasToString("https://192.0.2.1:443/services/T1/B2/secret?x=1");
    }

    @Test
    void anAddressOfTheSixthVersionKeepsItsBrackets() {
        var target = Target.parse(Secret.of("http://[::1]:8080"));
        assertThat(target.host()).isEqualTo("::1");
        assertThat(target.origin()).isEqualTo("http://[::1]:8080");
        assertThat(target.at("::1")).hasToString("http://[::1]:8080/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hooks.example.com/x",
                "file:///etc/passwd",
                "gopher://example.com/",
                "https:///path",
                "https://user:password@example.com/",
                "https://example.com/#fragment",
                "https://example.com:99999/",
                "https://example.com:0/",
                "https://exa mple.com/",
                "https://example.com/\r\nX: y",
                "https://exämple.com/"
            })
    void whatIsNoHttpUrlOfAHostIsRefusedWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> Target.parse(Secret.of(url)))
                .isInstanceOfSatisfying(
                        DomainException.Invalid.class,
                        refused -> assertThat(refused.problems().getFirst().field())
                                .isEqualTo("url"));
    }
}
