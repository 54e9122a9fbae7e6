package io.gauntlet.delivery;

import io.gauntlet.bucket.BucketId;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.ObjectDraft.Seen;
import io.gauntlet.delivery.PlannedObject.Action;
import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.ObjectRef;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A target of a rollout that this process works on, as long as nobody else has claimed it with a higher epoch.
 *
 * @param rollsBack whether the revision brings back an earlier one
 * @param epoch     counts the claims; every write of the worker is bound to it
 * @param attempts  tries in a row without a usable answer
 * @param failingMs how long the cluster has given no usable answer
 * @param aborting  whether the rollout was told to stop before the claim
 */
record TargetWork(
        UUID id,
        RolloutId rollout,
        ClusterId cluster,
        String name,
        String namespace,
        UUID revision,
        long generation,
        boolean rollsBack,
        Optional<BucketId> bucket,
        boolean compactor,
        long epoch,
        int attempts,
        long failingMs,
        boolean aborting,
        Proving proving) {

    /**
     * What follows when everything is applied.
     *
     * @param wanted   whether the replicas have to prove what they run
     * @param begun    whether everything is applied already
     * @param timeout  how long they may take
     * @param left     what is left of that
     * @param holds    whether a target without proof waits for a person, instead of having failed
     * @param baseline how the stack was before, as JSON
     */
    record Proving(
            boolean wanted, boolean begun, Duration timeout, Duration left, boolean holds, Optional<String> baseline) {}

    /** The same with how the stack was before its first object was applied. */
    TargetWork withBaseline(String text) {
        var known = new Proving(
                proving.wanted(),
                proving.begun(),
                proving.timeout(),
                proving.left(),
                proving.holds(),
                Optional.of(text));
        return new TargetWork(
                id,
                rollout,
                cluster,
                name,
                namespace,
                revision,
                generation,
                rollsBack,
                bucket,
                compactor,
                epoch,
                attempts,
                failingMs,
                aborting,
                known);
    }

    Duration gateTimeout() {
        return proving.timeout();
    }

    /** Whether an earlier try may have changed an object without anybody having recorded it. */
    boolean resumed() {
        return epoch > 1;
    }

    /**
     * One object that has to be applied or deleted.
     *
     * @param live what the plan saw, to which the change is bound
     */
    record Item(
            int position,
            ObjectRef ref,
            int step,
            Action action,
            Optional<Digest> digest,
            Optional<Seen> live,
            boolean takeOver) {}

    /** How an object ended. */
    enum Outcome {
        APPLIED,
        DELETED,
        MOVED,
        CONFLICT,
        REJECTED;

        boolean good() {
            return this == APPLIED || this == DELETED;
        }
    }

    /**
     * What happened to one object.
     *
     * @param live what is there now; empty after a delete or a failure
     */
    record Result(Item item, Outcome outcome, String message, Optional<Seen> live) {}
}
