package io.gauntlet.delivery;

import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A rollout as it was when read.
 *
 * @param plan     that it pushes; a heal has none
 * @param aborting whether it was told to stop
 * @param paused   whether nothing more is started; {@code pausedBy} says who did it
 * @param hold     why it does not go on; empty while it does
 */
public record Rollout(
        RolloutId id,
        Kind kind,
        Optional<PlanId> plan,
        Status status,
        boolean aborting,
        boolean paused,
        String pausedBy,
        String hold,
        List<Wave> waves,
        List<Target> targets,
        String reason,
        String createdBy,
        Instant createdAt,
        Optional<Instant> endedAt) {

    public Rollout {
        waves = List.copyOf(waves);
        targets = List.copyOf(targets);
    }

    /** What a rollout is made of. */
    public enum Kind {
        /** A plan that somebody pushed. */
        PUSH,
        /** What differed from the applied revision of one cluster. */
        HEAL
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
     * @param wave     number of its wave
     * @param revision number of the revision that is applied
     * @param done     objects that are through
     * @param total    objects that have to be
     * @param attempts how often the cluster gave no usable answer in a row
     * @param loaded   replicas that have proven what they run, of {@code replicas}
     * @param message  what is going on or went wrong, for people
     */
    public record Target(
            ResourceName cluster,
            int wave,
            int revision,
            TargetStatus status,
            int done,
            int total,
            int loaded,
            int replicas,
            int attempts,
            String message,
            Optional<Instant> startedAt,
            Optional<Instant> appliedAt,
            Optional<Instant> endedAt) {}

    /** How far one cluster is. */
    public enum TargetStatus {
        /** Its wave is not open, or too many are in flight. */
        PENDING,
        QUEUED,
        APPLYING,
        /** Everything is applied; replicas are asked what they run. */
        VERIFYING,
        /** Not proven in time, or refused by a replica; waits for a person. */
        HELD,
        SUCCEEDED,
        FAILED,
        /** Left out by a person. */
        SKIPPED,
        ABORTED
    }

    /** How far a wave is. */
    public enum WaveStatus {
        WAITING,
        RUNNING,
        DONE
    }

    /**
     * A group of clusters on its way.
     *
     * @param manual   whether a person has to open it
     * @param opensAt  when it may begin; empty while that is not known
     * @param openedBy who opened it; empty when nobody had to
     */
    public record Wave(
            int number,
            String name,
            boolean manual,
            WaveStatus status,
            Optional<Instant> opensAt,
            String openedBy,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt) {}
}
