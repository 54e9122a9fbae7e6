package io.gauntlet.delivery;

import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.List;

/**
 * What a push would change, as it was when read.
 *
 * @param summary over all clusters
 */
public record Plan(
        PlanId id, Status status, Summary summary, List<ResourceName> clusters, String createdBy, Instant createdAt) {

    /** How far a plan is. */
    public enum Status {
        COMPUTING,
        /** Can be pushed. */
        READY,
        /** Nothing would change. */
        EMPTY,
        /** Something forbids the push: a conflict, a rejected object, a cluster without an answer. */
        BLOCKED,
        /** It could not be computed at all. */
        FAILED,
        /** A rollout was made of it. */
        PUSHED
    }

    /** Numbers of objects. */
    public record Summary(int create, int change, int delete, int unchanged, int conflict) {}
}
