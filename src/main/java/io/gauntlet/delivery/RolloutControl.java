package io.gauntlet.delivery;

import io.gauntlet.kernel.ResourceName;
import io.gauntlet.proof.Report;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What people do with a running rollout, and the evidence that it gathers. Each call throws
 * {@link io.gauntlet.kernel.DomainException.Conflict} when the rollout has ended or does not stand as it has to.
 */
public interface RolloutControl {

    /** Starts nothing more until it is resumed; what was started is finished. */
    Rollout pause(RolloutId id, String reason);

    /** Goes on; clusters that were held are asked once more, and what failed so far counts no more. */
    Rollout resume(RolloutId id);

    /** Begins the next wave now, though it waits for a person or for its time. */
    Rollout openWave(RolloutId id, int wave);

    /** Tries a cluster again that failed, is held, or waits for its next try. */
    Rollout retry(RolloutId id, ResourceName cluster);

    /** Leaves a cluster out; what was applied there stays. */
    Rollout skip(RolloutId id, ResourceName cluster, String reason);

    /** What happened to the rollout as a whole and to clusters in trouble, oldest first, at most 500. */
    List<RolloutEvent> timeline(RolloutId id);

    /** What replicas and gates of its clusters showed last; of one cluster where that is given. */
    List<TargetEvidence> evidence(RolloutId id, Optional<ResourceName> cluster);

    /** The evidence of one cluster. */
    record TargetEvidence(ResourceName cluster, List<ReplicaState> replicas, List<GateState> gates) {}

    /**
     * One replica on its way to the new revision.
     *
     * @param appliedAt when everything was in the cluster
     * @param mountedAt when it was first seen to have the files
     * @param loadedAt  when it was first seen to run them
     * @param seenAt    when it was asked last
     */
    record ReplicaState(
            String component,
            String pod,
            Report.State state,
            String detail,
            Optional<Instant> appliedAt,
            Optional<Instant> mountedAt,
            Optional<Instant> loadedAt,
            Instant seenAt) {}

    /** A condition for the stack as a whole. */
    record GateState(String code, boolean open, String detail, Instant seenAt) {}
}
