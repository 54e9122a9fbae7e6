package io.gauntlet.delivery.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Times on pages: to the second, with their zone. */
final class Times {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private Times() {}

    static String of(Instant time) {
        return FORMAT.format(time);
    }

    static String of(Optional<Instant> time) {
        return time.map(Times::of).orElse("");
    }

    /** A length of time as people say it. */
    static String about(Duration time) {
        var seconds = Math.max(1, time.toSeconds());
        return seconds < 90 ? seconds + " s" : (seconds + 30) / 60 + " min";
    }
}
