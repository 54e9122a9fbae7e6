package io.gauntlet.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuessThrottleTests {

    @Test
    void addressesOfOneIpv6SubscriberAreOneSource() {
        assertThat(GuessThrottle.network("2001:db8:1:2:3:4:5:6"))
                .isEqualTo(GuessThrottle.network("2001:db8:1:2::ffff"))
                .isNotEqualTo(GuessThrottle.network("2001:db8:1:3::1"));
    }

    @Test
    void ipv4AddressIsItsOwnSource() {
        assertThat(GuessThrottle.network("192.0.2.7")).isEqualTo("192.0.2.7");
        assertThat(GuessThrottle.network("::ffff:192.0.2.7")).isEqualTo("::ffff:192.0.2.7");
    }

    @Test
    void nonsenseIsCut() {
        assertThat(GuessThrottle.network("x".repeat(1000))).hasSize(64);
    }
}
