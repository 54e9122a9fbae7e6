package io.gauntlet.delivery;

import io.gauntlet.delivery.IntentStore.Waiting;
import io.gauntlet.delivery.Plan.Status;
import io.gauntlet.delivery.Rollouts.PushPlan;
import io.gauntlet.kernel.DomainException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Pushes plans whose push was asked for in advance: by a pipeline, by automatic sync, or because a rollout that failed has to go
 * back. The push itself checks everything that any push checks, and locks the plan, so that two processes cannot do it twice.
 */
class IntentWorker {

    private static final Logger LOG = LoggerFactory.getLogger(IntentWorker.class);

    private final PlanStore plans;
    private final IntentStore intents;
    private final RolloutsService rollouts;
    private final AutomaticPlans automatic;
    private final PushQueueService queue;
    private final TransactionOperations transactions;
    private final PlansService.Parts parts;

    IntentWorker(
            PlanWorker.Stores stores,
            RolloutsService rollouts,
            AutomaticPlans automatic,
            PushQueueService queue,
            TransactionOperations transactions,
            PlansService.Parts parts) {
        this.plans = stores.plans();
        this.intents = stores.intents();
        this.rollouts = rollouts;
        this.automatic = automatic;
        this.queue = queue;
        this.transactions = transactions;
        this.parts = parts;
    }

    /** Whether there was anything to do. */
    boolean runDueOnce() {
        var made = Boolean.TRUE.equals(transactions.execute(status -> {
            var back = automatic.rollBacks();
            return automatic.syncs() || back;
        }));
        if (made) {
            parts.signals().plansWaiting().raise();
        }
        var pushed = false;
        for (var waiting : intents.due()) {
            pushed |= push(waiting);
        }
        return made || pushed;
    }

    private boolean push(Waiting waiting) {
        var plan = plans.get(waiting.plan());
        if (plan.status() == Status.BLOCKED && queued(waiting, plan)) {
            return true;
        }
        if (plan.status() != Status.READY) {
            intents.settle(
                    plan.id(), plan.status() == Status.EMPTY ? "Nothing to change." : "Not pushed: " + why(plan));
            return true;
        }
        try {
            var command = new PushPlan(
                    plan.id(),
                    waiting.intent().reason(),
                    Set.of(),
                    waiting.intent().strategy(),
                    waiting.intent().away());
            rollouts.push(command, waiting.actor(), () -> {});
            intents.settle(plan.id(), "Pushed.");
        } catch (DomainException.Conflict refused) {
            LOG.warn("Plan {} was not pushed: {}", plan.id(), refused.getMessage());
            intents.settle(plan.id(), "Not pushed: " + refused.getMessage());
        }
        return true;
    }

    /** Where no cluster can be pushed, those without an answer are queued all the same. */
    private boolean queued(Waiting waiting, Plan plan) {
        if (waiting.intent().away() != Rollouts.Away.QUEUE
                || PushQueueService.away(plan).isEmpty()) {
            return false;
        }
        var entries = queue.queue(
                plan.id(), waiting.intent().reason(), waiting.intent().strategy(), waiting.actor());
        intents.settle(
                plan.id(),
                "Queued until they answer: " + entries.size() + " of "
                        + plan.clusters().size() + " clusters.");
        return true;
    }

    private static String why(Plan plan) {
        if (!plan.message().isEmpty()) {
            return plan.message();
        }
        return switch (plan.status()) {
            case BLOCKED -> "no cluster of the plan can be pushed; look at its conflicts.";
            case PUSHED -> "somebody pushed it already.";
            case FAILED, COMPUTING, READY, EMPTY -> "the plan could not be computed.";
        };
    }
}
