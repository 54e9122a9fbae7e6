package io.gauntlet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryPolicyTests {

    private final DeliveryProperties properties = DeliveryProperties.defaults();
    private final RetryPolicy policy = new RetryPolicy(properties, () -> 1.0);

    private static ClusterCallException failed(Failure failure) {
        return new ClusterCallException(failure, "no");
    }

    @Test
    void waitsDoubleUpToALimit() {
        assertThat(policy.wait(failed(Failure.UNREACHABLE), 0, Duration.ZERO)).contains(Duration.ofMillis(500));
        assertThat(policy.wait(failed(Failure.TIMEOUT), 3, Duration.ZERO)).contains(Duration.ofSeconds(4));
        assertThat(policy.wait(failed(Failure.SERVER_ERROR), 60, Duration.ZERO)).contains(Duration.ofSeconds(30));
    }

    @Test
    void jitterTakesAtMostHalf() {
        var eager = new RetryPolicy(properties, () -> 0.0);
        assertThat(eager.wait(failed(Failure.UNREACHABLE), 0, Duration.ZERO)).contains(Duration.ofMillis(250));
    }

    @Test
    void retryAfterIsObeyed() {
        var throttled = new ClusterCallException(Failure.THROTTLED, "slow down", Optional.of(Duration.ofSeconds(90)));
        assertThat(policy.wait(throttled, 0, Duration.ZERO)).contains(Duration.ofSeconds(90));
    }

    @Test
    void refusedCredentialsAreTriedOnceAMinute() {
        assertThat(policy.wait(failed(Failure.UNAUTHORIZED), 0, Duration.ofMinutes(30)))
                .contains(Duration.ofMinutes(1));
    }

    @Test
    void givesUpAfterTheLimitAndAtOnceWhereTryingAgainCannotHelp() {
        assertThat(policy.wait(failed(Failure.UNREACHABLE), 9, Duration.ofMinutes(10)))
                .isEmpty();
        assertThat(policy.wait(failed(Failure.FORBIDDEN), 0, Duration.ZERO)).isEmpty();
        assertThat(policy.wait(failed(Failure.TLS), 0, Duration.ZERO)).isEmpty();
    }
}
