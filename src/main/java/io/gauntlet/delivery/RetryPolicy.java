package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.kernel.BackOff;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** When a cluster that gave no usable answer is tried again. */
final class RetryPolicy {

    private final DeliveryProperties properties;
    private final BackOff backOff;

    /** @param random numbers from 0 to 1, so that many clusters behind one broken thing do not come back in step */
    RetryPolicy(DeliveryProperties properties, DoubleSupplier random) {
        this.properties = properties;
        this.backOff = new BackOff(properties.firstRetry(), properties.longestRetry(), random);
    }

    /**
     * How long to wait; empty when it is time to give up.
     *
     * @param attempts failures in a row before this one
     * @param failing  since when there was no usable answer
     */
    Optional<Duration> wait(ClusterCallException failed, int attempts, Duration failing) {
        return switch (failed.failure()) {
            case UNAUTHORIZED -> before(failing, properties.unauthorizedLimit(), properties.unauthorizedRetry());
            case TLS, FORBIDDEN -> Optional.empty();
            case UNREACHABLE, THROTTLED, TIMEOUT, SERVER_ERROR, BAD_ANSWER ->
                before(failing, properties.retryLimit(), backOff.wait(attempts, failed.retryAfter()));
        };
    }

    private static Optional<Duration> before(Duration failing, Duration limit, Duration wait) {
        return failing.compareTo(limit) < 0 ? Optional.of(wait) : Optional.empty();
    }
}
