package io.gauntlet.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * A rollout in a list.
 *
 * @param targets   number of clusters
 * @param succeeded clusters that are through
 * @param failed    clusters that failed or were aborted
 */
public record RolloutSummary(
        RolloutId id,
        Rollout.Kind kind,
        Optional<PlanId> plan,
        Rollout.Status status,
        int targets,
        int succeeded,
        int failed,
        String reason,
        String createdBy,
        Instant createdAt,
        Optional<Instant> endedAt) {}
