package io.gauntlet.delivery;

/** Second tries of what did not get through. */
public interface Retries {

    /**
     * Starts computing a plan for exactly the clusters of a rollout that failed or were left out. Of a way back it is one to the
     * same revisions, else one of what these clusters should run now.
     *
     * @throws io.gauntlet.kernel.DomainException.Conflict while the rollout runs, when nothing failed, and for heals, which are
     *     tried again by themselves
     */
    Plan planFailed(RolloutId rollout);
}
