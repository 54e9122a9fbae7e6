package io.gauntlet.delivery;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How clusters are compared with what was applied.
 *
 * @param enabled         whether this process looks for drift by itself
 * @param interval        time between two looks at the same cluster
 * @param atOnce          clusters that one process looks at at the same time
 * @param requests        requests in flight to one cluster
 * @param lease           how long a silent process keeps a cluster
 * @param watchedClusters clusters that heal and that one process watches, so that an edit is seen at once
 * @param healBurst       heals of a cluster in a row, before the limit holds
 * @param healWindow      time in which as many heals become possible again
 * @param fightWindow     time in which changes back are counted
 * @param fightTimes      changes back by the same program after which an object is not healed any more
 * @param fightTimesHand  the same for people with kubectl
 */
@Validated
@ConfigurationProperties("gauntlet.drift")
public record DriftProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("60s") Duration interval,
        @DefaultValue("8") @Min(1) @Max(256) int atOnce,
        @DefaultValue("4") @Min(1) @Max(64) int requests,
        @DefaultValue("2m") Duration lease,
        @DefaultValue("25") @Min(0) @Max(1000) int watchedClusters,
        @DefaultValue("20") @Min(1) @Max(1000) int healBurst,
        @DefaultValue("10m") Duration healWindow,
        @DefaultValue("3m") Duration fightWindow,
        @DefaultValue("5") @Min(2) int fightTimes,
        @DefaultValue("15") @Min(2) int fightTimesHand) {

    private static final int STALE_INTERVALS = 3;

    public DriftProperties {
        if (interval.isNegative() || interval.isZero() || healWindow.toMillis() < 1) {
            throw new IllegalArgumentException("gauntlet.drift.interval and heal-window have to be longer than zero");
        }
    }

    /** A look that is older says nothing about the present. */
    Duration stale() {
        return interval.multipliedBy(STALE_INTERVALS);
    }

    /** What holds when nothing is configured. */
    static DriftProperties defaults() {
        return new DriftProperties(
                true,
                Duration.ofSeconds(60),
                8,
                4,
                Duration.ofMinutes(2),
                25,
                20,
                Duration.ofMinutes(10),
                Duration.ofMinutes(3),
                5,
                15);
    }
}
