package io.gauntlet.delivery.web;

import io.gauntlet.kernel.PromDuration;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a caller wants to wait for an end. */
final class Waits {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Waits() {}

    /** Zero when the caller does not say; at most a minute. */
    static Duration parse(@Nullable String text) {
        if (text == null) {
            return Duration.ZERO;
        }
        var asked = PromDuration.parse("wait", text).toDuration();
        return asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
    }
}
