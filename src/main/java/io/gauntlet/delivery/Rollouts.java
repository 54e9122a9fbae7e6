package io.gauntlet.delivery;

import java.time.Duration;

/** Rollouts: plans on their way into clusters. */
public interface Rollouts {

    /**
     * Makes a rollout of a plan that is ready.
     *
     * @throws io.gauntlet.kernel.DomainException.Conflict when inputs or live objects moved since the plan was made; the message
     *     names what moved
     */
    Rollout push(PlanId plan, String reason);

    Rollout get(RolloutId id);

    /** Like {@link #get}, but waits until the rollout has ended or the time is over. */
    Rollout await(RolloutId id, Duration limit) throws InterruptedException;

    /** Starts nothing more; what is in flight is finished. */
    Rollout abort(RolloutId id);
}
