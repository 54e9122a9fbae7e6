package io.gauntlet.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInFlowTests {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/fleet", "/clusters/tokyo?tab=2&x=%2F", "/rules#a"})
    void pathsOfOursAreFollowed(String address) {
        assertThat(SignInFlow.isLocal(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fleet", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/a\\b", "/a\r\nSet-Cookie: x=y", "/\t/evil.example"})
    void otherAddressesAreNot(String address) {
        assertThat(SignInFlow.isLocal(address)).isFalse();
    }
}
