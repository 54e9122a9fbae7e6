package io.gauntlet.kernel;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** How long to wait before something outside that failed is tried again. */
public final class BackOff {

    private static final int MOST_DOUBLINGS = 20;

    private final Duration first;
    private final Duration longest;
    private final DoubleSupplier random;

    /** @param random numbers from 0 to 1, so that many behind one broken thing do not come back in step */
    public BackOff(Duration first, Duration longest, DoubleSupplier random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /**
     * Half to all of a time that doubles with each failure, and never less than the other side asked for.
     *
     * @param attempts failures in a row before this one
     */
    public Duration wait(int attempts, Optional<Duration> asked) {
        var doubled = first.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
        var capped = doubled.compareTo(longest) < 0 ? doubled : longest;
        var jittered = Duration.ofMillis((long) (capped.toMillis() * (0.5 + random.getAsDouble() / 2)));
        return asked.filter(wanted -> wanted.compareTo(jittered) > 0).orElse(jittered);
    }
}
