package io.gauntlet.delivery;

import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Something happened somewhere in the fleet. Repeating one is harmless, it tells a state.
 *
 * @param number  without gaps over the whole fleet, in the order in which events become visible
 * @param rollout in which it happened; empty for what happens outside of rollouts
 * @param plan    that somebody has to agree to; empty for everything else
 * @param cluster that it is about; empty when it is about a rollout or a plan as a whole
 * @param status  one of {@link #STATUSES}
 * @param message what is to be known besides, for people; holds text of clusters
 */
public record FleetEvent(
        long number,
        Optional<Origin> rollout,
        Optional<PlanId> plan,
        Optional<ResourceName> cluster,
        String status,
        int done,
        int total,
        String message,
        Instant at) {

    /** A cluster differs from what was applied to it, in something that did not differ before. */
    public static final String DRIFTED = "drifted";

    /** Nothing differs any more. */
    public static final String IN_SYNC = "in_sync";

    /** Somebody changes an object back after every heal, so it is not healed any more. */
    public static final String FIGHT = "fight";

    /** A rollout has begun. */
    public static final String STARTED = "started";

    /** The next wave of a rollout waits until somebody opens it. */
    public static final String WAITING = "waiting";

    /** A cluster that gives no answer is waited for, to be pushed when it does. */
    public static final String PUSH_QUEUED = "push_queued";

    /** A queued cluster is left to a person; the message says why. */
    public static final String PUSH_STOPPED = "push_stopped";

    /** A cluster is not waited for any longer; the message says why. */
    public static final String PUSH_UNQUEUED = "push_unqueued";

    /** A plan can be pushed only when more people have agreed. */
    public static final String APPROVAL_WANTED = "approval_wanted";

    /** Somebody has agreed to a plan; {@code done} of {@code total} approvals are given. */
    public static final String APPROVAL_GIVEN = "approval_given";

    /** A push was refused for want of approvals, or one was taken back. */
    public static final String APPROVAL_MISSING = "approval_missing";

    /** Statuses of rollouts, of their clusters, of plans that need approval, of queued pushes, and of drift. */
    public static final Set<String> STATUSES = Set.of(
            STARTED,
            "wave",
            WAITING,
            "paused",
            "resumed",
            "aborting",
            "pending",
            "queued",
            "applying",
            "verifying",
            "held",
            "succeeded",
            "failed",
            "skipped",
            "aborted",
            DRIFTED,
            IN_SYNC,
            FIGHT,
            PUSH_QUEUED,
            PUSH_STOPPED,
            PUSH_UNQUEUED,
            APPROVAL_WANTED,
            APPROVAL_GIVEN,
            APPROVAL_MISSING);

    /**
     * The rollout of an event.
     *
     * @param reason why it was made, as its author wrote it
     */
    public record Origin(RolloutId id, Rollout.Kind kind, String reason, String createdBy) {}
}
