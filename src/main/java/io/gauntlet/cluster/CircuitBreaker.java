package io.gauntlet.cluster;

import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.kernel.BackOff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Stops calls to an API server that could not be reached several times in a row: they fail at once, until after a while one of
 * them is let through. When that one gets an answer, whatever it says, all are let through again; else the while doubles. Refusals
 * and overload are answers and have rules of their own. Waits are measured on the monotonic clock.
 */
final class CircuitBreaker {

    private static final int FAILURES = 5;
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final LongSupplier nanos;
    private final BackOff backOff = new BackOff(FIRST, LONGEST, () -> 1.0);

    private int failures;
    private Optional<ClusterCallException> last = Optional.empty();
    private long closedUntil;
    private Instant shown = Instant.EPOCH;
    private boolean trying;
    private long answered;

    CircuitBreaker(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.answered = nanos.getAsLong();
    }

    /**
     * Makes a call, or throws at once what the last one threw.
     *
     * @param tells whether that this call is not answered in time says something about the API server, and not only about what
     *     is behind it
     */
    <T> T call(boolean tells, Supplier<T> call) {
        var probe = enter();
        var begun = nanos.getAsLong();
        try {
            var answer = call.get();
            answered();
            return answer;
        } catch (ClusterCallException failed) {
            if (tells && unreached(failed) && !Thread.currentThread().isInterrupted()) {
                failed(failed, begun);
            } else if (!unreached(failed)) {
                answered();
            }
            throw failed;
        } finally {
            if (probe) {
                leave();
            }
        }
    }

    /** Throws at once what the last call threw, as long as none is let through; lets none through itself. */
    synchronized void require() {
        if (failures >= FAILURES) {
            throw refusal();
        }
    }

    private static boolean unreached(ClusterCallException failed) {
        return failed.failure() == Failure.UNREACHABLE || failed.failure() == Failure.TIMEOUT;
    }

    /** Whether this is the one call that is let through to try. */
    private synchronized boolean enter() {
        if (failures < FAILURES) {
            return false;
        }
        if (trying || nanos.getAsLong() - closedUntil < 0) {
            throw refusal();
        }
        trying = true;
        return true;
    }

    private synchronized void leave() {
        trying = false;
    }

    private synchronized void answered() {
        failures = 0;
        last = Optional.empty();
        answered = nanos.getAsLong();
    }

    /** A failure counts only if nothing was answered since the call began: then it is not the server that is away. */
    private synchronized void failed(ClusterCallException failure, long begun) {
        if (answered - begun > 0) {
            return;
        }
        failures++;
        last = Optional.of(failure);
        if (failures >= FAILURES && (trying || failures == FAILURES)) {
            var wait = backOff.wait(failures - FAILURES, Optional.empty());
            closedUntil = nanos.getAsLong() + wait.toNanos();
            shown = clock.instant().plus(wait);
        }
    }

    private ClusterCallException refusal() {
        var reason = last.map(Throwable::getMessage).orElse("");
        var kind = last.map(ClusterCallException::failure).orElse(Failure.UNREACHABLE);
        var left = Math.max(0, closedUntil - nanos.getAsLong());
        return new ClusterCallException(
                kind,
                "Not asked again until " + TIME.format(shown) + " UTC, " + failures + " tries failed: " + reason,
                Optional.of(Duration.ofNanos(left)));
    }
}
