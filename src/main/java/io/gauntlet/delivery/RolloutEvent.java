package io.gauntlet.delivery;

import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Something happened in a rollout: a target moved on, or the rollout ended. Repeating one is harmless, it tells a state.
 *
 * @param id      rises within a rollout in the order in which events become visible
 * @param cluster the target; empty when it is about the rollout as a whole
 * @param status  lower-case status of the target or the rollout, or {@code started}, {@code wave},
 *     {@code waiting}, {@code paused}, {@code resumed}, {@code aborting}
 */
public record RolloutEvent(
        long id, Optional<ResourceName> cluster, String status, int done, int total, String message, Instant at) {

    private static final Set<String> ENDS = Set.of("succeeded", "failed", "aborted");

    /** Whether this is the last event of its rollout. */
    public boolean ended() {
        return cluster.isEmpty() && ENDS.contains(status);
    }
}
