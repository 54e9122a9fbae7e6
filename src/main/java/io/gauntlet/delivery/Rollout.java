package io.gauntlet.delivery;

import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A rollout as it was when read.
 *
 * @param aborting whether it was told to stop
 */
public record Rollout(
        RolloutId id,
        PlanId plan,
        Status status,
        boolean aborting,
        List<Target> targets,
        String reason,
        String createdBy,
        Instant createdAt,
        Optional<Instant> endedAt) {

    public Rollout {
        targets = List.copyOf(targets);
    }

    /** How far a rollout is. */
    public enum Status {
        RUNNING,
        SUCCEEDED,
        FAILED,
        ABORTED
    }

    /**
     * One cluster of a rollout.
     *
     * @param revision number of the revision that is applied
     * @param done     objects that are through
     * @param total    objects that have to be
     * @param attempts how often the cluster gave no usable answer in a row
     * @param message  what is going on or went wrong, for people
     */
    public record Target(
            ResourceName cluster,
            int revision,
            TargetStatus status,
            int done,
            int total,
            int attempts,
            String message,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt) {}

    /** How far one cluster is. */
    public enum TargetStatus {
        QUEUED,
        APPLYING,
        SUCCEEDED,
        FAILED,
        ABORTED
    }
}
