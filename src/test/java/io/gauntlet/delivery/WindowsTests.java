package io.gauntlet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.delivery.Strategy.Window;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowsTests {

    private static final Window TUESDAY_NIGHT =
            new Window(Set.of(DayOfWeek.TUESDAY), LocalTime.of(22, 0), LocalTime.of(4, 0), ZoneOffset.UTC);

    private static boolean open(Window window, String instant) {
        return Windows.open(List.of(window), Instant.parse(instant));
    }

    @Test
    void withoutAWindowItIsAlwaysOpen() {
        assertThat(Windows.open(List.of(), Instant.EPOCH)).isTrue();
    }

    @Test
    void aWindowOverMidnightBelongsToTheDayOnWhichItBegins() {
        // 24 November 2026 is a Tuesday.
        assertThat(open(TUESDAY_NIGHT, "2026-11-24T21:59:59Z")).isFalse();
        assertThat(open(TUESDAY_NIGHT, "2026-11-24T22:00:00Z")).isTrue();
        assertThat(open(TUESDAY_NIGHT, "2026-11-25T03:59:59Z")).isTrue();
        assertThat(open(TUESDAY_NIGHT, "2026-11-25T04:00:00Z")).isFalse();
        assertThat(open(TUESDAY_NIGHT, "2026-11-24T03:00:00Z")).isFalse();
    }

    @Test
    void timesAreThoseOfItsZone() {
        var noon = new Window(
                Set.of(DayOfWeek.TUESDAY), LocalTime.of(12, 0), LocalTime.of(13, 0), ZoneId.of("Asia/Tokyo"));
        assertThat(open(noon, "2026-11-24T03:30:00Z")).isTrue();
        assertThat(open(noon, "2026-11-24T12:30:00Z")).isFalse();
    }

    @Test
    void equalTimesAreTheWholeDay() {
        var day = new Window(Set.of(DayOfWeek.TUESDAY), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, ZoneOffset.UTC);
        assertThat(open(day, "2026-11-24T00:00:00Z")).isTrue();
        assertThat(open(day, "2026-11-24T23:59:59Z")).isTrue();
        assertThat(open(day, "2026-11-25T00:00:00Z")).isFalse();
    }
}
