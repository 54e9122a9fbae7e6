package io.gauntlet.delivery.web;

import io.gauntlet.delivery.PlanId;
import io.gauntlet.delivery.PushQueue;
import io.gauntlet.delivery.RolloutId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A queued push as REST and pages show it.
 *
 * @param status     waiting, planned or stopped
 * @param followPlan the plan that was made when the cluster answered
 */
record QueuedPushResource(
        String cluster,
        UUID plan,
        @Nullable UUID rollout,
        long generation,
        String reason,
        String author,
        String status,
        String message,
        int tries,
        @Nullable Instant askedAt,
        @Nullable UUID followPlan,
        Instant queuedAt,
        Instant endsAt) {

    static QueuedPushResource of(PushQueue.Entry entry) {
        return new QueuedPushResource(
                entry.cluster().value(),
                entry.plan().value(),
                entry.rollout().map(RolloutId::value).orElse(null),
                entry.generation(),
                entry.reason(),
                entry.author(),
                Words.of(entry.status()),
                entry.message(),
                entry.tries(),
                entry.askedAt().orElse(null),
                entry.followPlan().map(PlanId::value).orElse(null),
                entry.queuedAt(),
                entry.endsAt());
    }
}
