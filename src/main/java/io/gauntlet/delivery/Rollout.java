package io.gauntlet.delivery;

import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A rollout as it was when read. */
public record Rollout(
        RolloutId id,
        PlanId plan,
        Status status,
        List<Target> targets,
        String reason,
        String createdBy,
        Instant createdAt,
        Optional<Instant> endedAt) {

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
     * @param done    objects that are through
     * @param total   objects that have to be
     * @param message what is going on or went wrong, for people
     */
    public record Target(ResourceName cluster, TargetStatus status, int done, int total, String message) {}

    /** How far one cluster is. */
    public enum TargetStatus {
        QUEUED,
        APPLYING,
        SUCCEEDED,
        FAILED,
        ABORTED
    }
}
