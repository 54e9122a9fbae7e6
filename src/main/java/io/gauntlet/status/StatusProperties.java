package io.gauntlet.status;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the clusters are watched.
 *
 * @param enabled     whether they are
 * @param interval    time between two looks at the same cluster
 * @param pace        least time for each cluster: a large fleet is looked at less often instead of keeping the processors busy
 * @param concurrency clusters that are looked at at the same time
 * @param timeLimit   for all calls of one look
 * @param settle      how long a pod may take to become ready before that counts as a fault
 */
@Validated
@ConfigurationProperties("gauntlet.status")
record StatusProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("15s") Duration interval,
        @DefaultValue("30ms") Duration pace,
        @DefaultValue("16") @Min(1) @Max(256) int concurrency,
        @DefaultValue("10s") Duration timeLimit,
        @DefaultValue("5m") Duration settle) {

    /** Time between two looks at the same cluster of a fleet of this size. */
    Duration intervalFor(int clusters) {
        var paced = pace.multipliedBy(clusters);
        return paced.compareTo(interval) > 0 ? paced : interval;
    }
}
