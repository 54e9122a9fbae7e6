package io.gauntlet.delivery;

import io.gauntlet.kernel.Page;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rollouts: plans on their way into clusters. */
public interface Rollouts {

    /**
     * Makes a rollout of a plan that is ready.
     *
     * @throws io.gauntlet.kernel.DomainException.Conflict when inputs moved since the plan was made; the message names what
     *     moved. Live objects that moved stop their own cluster when it is their turn
     */
    default Rollout push(PlanId plan, String reason) {
        return push(new PushPlan(plan, reason, Set.of(), Strategy.allAtOnce()));
    }

    /** Like {@link #push(PlanId, String)}, taking over what was chosen. */
    Rollout push(PushPlan command);

    Rollout get(RolloutId id);

    /** Like {@link #get}, but waits until the rollout has ended or the time is over. */
    Rollout await(RolloutId id, Duration limit) throws InterruptedException;

    /** Newest first. */
    Page<RolloutSummary> page(@Nullable String after, int limit);

    /** Events after the one with this id, oldest first, at most 500. */
    List<RolloutEvent> events(RolloutId id, long after);

    /** Like {@link #events}, but waits for the first one until the time is over. */
    List<RolloutEvent> awaitEvents(RolloutId id, long after, Duration limit) throws InterruptedException;

    /** Starts nothing more; what is in flight is finished. */
    Rollout abort(RolloutId id);

    /**
     * Pushes a plan.
     *
     * @param reason   why, for the history
     * @param takeOver planned objects in conflict whose fields or whose whole are taken over from their present owner
     * @param strategy how it goes through the clusters
     * @param away     what becomes of clusters of the plan that gave no answer
     */
    record PushPlan(PlanId plan, String reason, Set<UUID> takeOver, Strategy strategy, Away away) {

        /** Longest reason. */
        public static final int MAX_REASON = 500;

        public PushPlan {
            takeOver = Set.copyOf(takeOver);
        }

        /** Leaves out clusters that gave no answer. */
        public PushPlan(PlanId plan, String reason, Set<UUID> takeOver, Strategy strategy) {
            this(plan, reason, takeOver, strategy, Away.LEAVE);
        }
    }

    /** What becomes of clusters that gave no answer when a plan was made. */
    enum Away {
        /** They are left out. */
        LEAVE,
        /** They are pushed when they answer again, see {@link PushQueue}. */
        QUEUE
    }
}
