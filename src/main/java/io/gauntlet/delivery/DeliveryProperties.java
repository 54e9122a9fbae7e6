package io.gauntlet.delivery;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How plans and rollouts are worked on.
 *
 * @param workers             whether this process works on plans and rollouts by itself
 * @param clustersInFlight    clusters that one process plans or pushes at the same time
 * @param requestsPerCluster  requests in flight to one cluster
 * @param lease               how long a silent worker keeps its plan or target
 * @param heartbeat           how often a worker says that it is alive
 * @param poll                how often work of other processes is looked for
 * @param planLifetime        how long a computed plan can be pushed
 * @param firstRetry          wait after the first call without an answer; doubles from there
 * @param longestRetry        longest wait between two tries
 * @param retryLimit          a target that gets no answer for so long has failed
 * @param unauthorizedRetry   wait between two tries with credentials that were refused
 * @param unauthorizedLimit   a target whose credentials are refused for so long has failed
 */
@Validated
@ConfigurationProperties("gauntlet.delivery")
public record DeliveryProperties(
        @DefaultValue("true") boolean workers,
        @DefaultValue("64") @Min(1) @Max(1000) int clustersInFlight,
        @DefaultValue("8") @Min(1) @Max(64) int requestsPerCluster,
        @DefaultValue("8s") Duration lease,
        @DefaultValue("2s") Duration heartbeat,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("1h") Duration planLifetime,
        @DefaultValue("500ms") Duration firstRetry,
        @DefaultValue("30s") Duration longestRetry,
        @DefaultValue("10m") Duration retryLimit,
        @DefaultValue("1m") Duration unauthorizedRetry,
        @DefaultValue("1h") Duration unauthorizedLimit) {

    public DeliveryProperties {
        if (lease.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("gauntlet.delivery.lease has to be at least twice the heartbeat");
        }
    }

    /** What holds when nothing is configured. */
    static DeliveryProperties defaults() {
        return new DeliveryProperties(
                true,
                64,
                8,
                Duration.ofSeconds(8),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofHours(1),
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofMinutes(1),
                Duration.ofHours(1));
    }
}
