package io.gauntlet.delivery;

import io.gauntlet.kernel.ResourceName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Clusters that gave no answer when a plan was pushed. They are asked from time to time; one that answers again is planned anew
 * and pushed in the name and for the reason of who asked for it, through the same checks as any push. A plan that would restart,
 * delete or risk what the first plan did not announce, or whose configuration is another one, is left to a person.
 */
public interface PushQueue {

    /** How long a cluster is waited for. */
    Duration LONGEST = Duration.ofDays(7);

    /** Every entry, by the name of its cluster. */
    List<Entry> all();

    /** The entry of a cluster. */
    Optional<Entry> of(ResourceName cluster);

    /** Entries that a push of this plan left behind, by name. */
    List<Entry> of(PlanId plan);

    /**
     * Queues the clusters of a plan that gave no answer, without a push of the others.
     *
     * @throws io.gauntlet.kernel.DomainException.Conflict when the plan has expired or has no such cluster
     */
    List<Entry> queue(PlanId plan, String reason, Strategy strategy);

    /** Takes a cluster out of the queue. */
    void drop(ResourceName cluster);

    /**
     * One cluster that is waited for.
     *
     * @param plan       that was pushed without it
     * @param rollout    what was made of that for the other clusters
     * @param generation desired when it was queued; only this one is pushed
     * @param message    why it is not pushed yet, for people
     * @param tries      how often it was asked in vain
     * @param followPlan the plan that was made when it answered
     * @param endsAt     when it is not waited for any longer
     */
    record Entry(
            ResourceName cluster,
            PlanId plan,
            Optional<RolloutId> rollout,
            long generation,
            String reason,
            String author,
            Status status,
            String message,
            int tries,
            Optional<Instant> askedAt,
            Optional<PlanId> followPlan,
            Instant queuedAt,
            Instant endsAt) {}

    /** How an entry stands. */
    enum Status {
        /** The cluster is asked until it answers. */
        WAITING,
        /** It answered; its plan is computed, or waits for approval. */
        PLANNED,
        /** Nothing is done any more until a person pushes or drops it. */
        STOPPED
    }
}
