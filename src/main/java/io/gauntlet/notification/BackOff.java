package io.gauntlet.notification;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** When a receiver that failed is tried again. */
final class BackOff {

    private static final int MOST_DOUBLINGS = 20;

    private final Duration first;
    private final Duration longest;
    private final DoubleSupplier random;

    /** @param random numbers from 0 to 1, so that channels behind one broken thing do not come back in step */
    BackOff(Duration first, Duration longest, DoubleSupplier random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /**
     * Half to all of a time that doubles with each failure, and never less than the receiver asked for.
     *
     * @param attempts failures in a row before this one
     */
    Duration wait(int attempts, Optional<Duration> asked) {
        var doubled = first.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
        var capped = doubled.compareTo(longest) < 0 ? doubled : longest;
        var jittered = Duration.ofMillis((long) (capped.toMillis() * (0.5 + random.getAsDouble() / 2)));
        return asked.filter(wanted -> wanted.compareTo(jittered) > 0).orElse(jittered);
    }
}
