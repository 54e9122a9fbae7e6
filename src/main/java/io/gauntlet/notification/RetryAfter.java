package io.gauntlet.notification;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The Retry-After header (RFC 9110): seconds, or a date. */
final class RetryAfter {

    /** A receiver may ask for no more, so that a mistake of its own does not silence it for days. */
    static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    /** At most an hour; empty when it cannot be read or lies in the past. */
    static Optional<Duration> parse(String text, Instant now) {
        return wait(text.strip(), now)
                .filter(Duration::isPositive)
                .map(wait -> wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    }

    private static Optional<Duration> wait(String text, Instant now) {
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            var at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(now, at.toInstant()));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
