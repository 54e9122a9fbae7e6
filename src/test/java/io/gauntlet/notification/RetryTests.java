package io.gauntlet.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.kernel.BackOff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a receiver that failed is tried again. */
class RetryTests {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private static BackOff backOff(double random) {
        return new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5), () -> random);
    }

    @Test
    void waitsDoubleUpToTheLongest() {
        assertThat(backOff(1).wait(0, Optional.empty())).isEqualTo(Duration.ofSeconds(1));
        assertThat(backOff(1).wait(3, Optional.empty())).isEqualTo(Duration.ofSeconds(8));
        assertThat(backOff(1).wait(1_000_000, Optional.empty())).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void chanceTakesUpToHalfOfAWait() {
        assertThat(backOff(0).wait(3, Optional.empty())).isEqualTo(Duration.ofSeconds(4));
        assertThat(backOff(0.5).wait(3, Optional.empty())).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void theReceiverMayAskForMoreButNotForLess() {
        assertThat(backOff(1).wait(0, Optional.of(Duration.ofMinutes(10)))).isEqualTo(Duration.ofMinutes(10));
        assertThat(backOff(1).wait(3, Optional.of(Duration.ofSeconds(1)))).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void bothFormsOfTheHeaderAreRead() {
        assertThat(RetryAfter.parse("30", NOON)).contains(Duration.ofSeconds(30));
        assertThat(RetryAfter.parse("Tue, 24 Nov 2026 12:01:00 GMT", NOON)).contains(Duration.ofMinutes(1));
    }

    @Test
    void whatCannotBeReadOrIsPastIsIgnoredAndDaysAreCutToAnHour() {
        assertThat(RetryAfter.parse("soon", NOON)).isEmpty();
        assertThat(RetryAfter.parse("-5", NOON)).isEmpty();
        assertThat(RetryAfter.parse("0", NOON)).isEmpty();
        assertThat(RetryAfter.parse("Tue, 24 Nov 2026 11:00:00 GMT", NOON)).isEmpty();
        assertThat(RetryAfter.parse("999999999", NOON)).contains(RetryAfter.LONGEST);
        assertThat(RetryAfter.parse("99999999999999999999", NOON)).isEmpty();
    }
}
