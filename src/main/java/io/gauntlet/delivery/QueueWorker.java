package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterConnections;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.delivery.Plan.ClusterStatus;
import io.gauntlet.delivery.PushQueue.Status;
import io.gauntlet.delivery.QueueStore.Queued;
import io.gauntlet.delivery.Rollouts.PushPlan;
import io.gauntlet.kernel.BackOff;
import io.gauntlet.kernel.DomainException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Asks clusters that are waited for, no cluster more than once a minute, and plans and pushes those that answer. Every step is
 * stored before the next one, so any process can take it; the push locks plan and entry, so two cannot do it twice.
 */
class QueueWorker {

    private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);

    /** Half of it is the shortest wait. */
    private static final Duration FIRST = Duration.ofMinutes(2);

    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration COMPUTING = Duration.ofSeconds(1);

    private final QueueStore store;
    private final PushQueueService queue;
    private final PlanStore plans;
    private final RolloutsService rollouts;
    private final ApprovalsService approvals;
    private final Fleet fleet;
    private final TransactionOperations transactions;
    private final PlansService.Parts parts;
    private final BackOff backOff;

    /** The inventory and how its clusters are reached. */
    record Fleet(Clusters clusters, ClusterConnections connections) {}

    /** Those who plan, agree and push. */
    record Pushing(QueueStore store, PlanStore plans, RolloutsService.Conducted conducted, RolloutsService rollouts) {}

    QueueWorker(
            Pushing pushing,
            Fleet fleet,
            TransactionOperations transactions,
            PlansService.Parts parts,
            java.util.function.DoubleSupplier random) {
        this.store = pushing.store();
        this.queue = pushing.conducted().queue();
        this.plans = pushing.plans();
        this.rollouts = pushing.rollouts();
        this.approvals = pushing.conducted().approvals();
        this.fleet = fleet;
        this.transactions = transactions;
        this.parts = parts;
        this.backOff = new BackOff(FIRST, LONGEST, random);
    }

    /** Whether there was anything to do. */
    boolean runDueOnce() {
        queue.expire();
        var claimed = store.claim();
        if (claimed.isEmpty()) {
            return false;
        }
        var present = fleet.clusters().all().stream().collect(Collectors.toMap(Cluster::id, Function.identity()));
        Lanes.map(claimed, parts.properties().clustersInFlight(), queued -> {
            step(queued, Optional.ofNullable(present.get(queued.cluster())));
            return queued;
        });
        return true;
    }

    private void step(Queued queued, Optional<Cluster> cluster) {
        try {
            if (cluster.isEmpty()) {
                queue.end(queued, "The cluster left the fleet.");
                return;
            }
            switch (queued.entry().status()) {
                case WAITING -> ask(queued, cluster.get());
                case PLANNED -> look(queued);
                case STOPPED -> store.later(queued, queued.entry().message(), LONGEST);
            }
        } catch (RuntimeException failed) {
            // The claim lasts a minute, then somebody looks again.
            LOG.error("The queued push of cluster {} stumbled", queued.entry().cluster(), failed);
        }
    }

    private void ask(Queued queued, Cluster cluster) {
        if (cluster.state() != Cluster.State.ACTIVE) {
            store.later(queued, ClusterPlanner.why(cluster.state()), MINUTE);
            return;
        }
        try {
            fleet.connections().api(cluster.id()).version();
        } catch (ClusterCallException failed) {
            silent(queued, failed.failure() + ": " + failed.getMessage(), failed.retryAfter());
            return;
        }
        plan(queued, cluster);
    }

    private void silent(Queued queued, String message, Optional<Duration> asked) {
        var wait = backOff.wait(queued.entry().tries(), asked);
        store.failed(queued, message, parts.clock().instant(), wait);
    }

    private void plan(Queued queued, Cluster cluster) {
        var id = new PlanId(parts.ids().next());
        transactions.executeWithoutResult(status -> {
            var now = parts.clock().instant();
            plans.create(id, queued.entry().author(), now, List.of(cluster), Map.of());
            plans.leaveOut(id, plans.without(queued.entry().plan()));
            if (!store.move(queued, Status.PLANNED, "It answered; its plan is computed.", id, now)) {
                status.setRollbackOnly();
            }
        });
        parts.signals().plansWaiting().raise();
    }

    private void look(Queued queued) {
        var follow = queued.entry().followPlan();
        if (follow.isEmpty()) {
            silent(queued, "Its plan is gone; it is asked again.", Optional.empty());
            return;
        }
        var plan = plans.get(follow.get());
        switch (plan.status()) {
            case COMPUTING -> store.later(queued, queued.entry().message(), COMPUTING);
            case EMPTY -> queue.end(queued, "It answered, and there is nothing to change.");
            case PUSHED -> queue.end(queued, "Somebody pushed its plan.");
            case FAILED -> queue.stop(queued, "Its plan could not be computed. " + plan.message());
            case BLOCKED -> blocked(queued, plan);
            case READY -> ready(queued, plan);
        }
    }

    private void blocked(Queued queued, Plan plan) {
        var part = plan.clusters().getFirst();
        if (part.status() == ClusterStatus.UNREACHABLE) {
            silent(queued, part.message(), Optional.empty());
        } else if (part.summary().conflict() > 0) {
            queue.stop(queued, "Its plan has conflicts: " + part.summary().conflict() + " in all. Look at the plan.");
        } else {
            queue.stop(queued, "Its plan is blocked. Look at the plan. " + part.message());
        }
    }

    private void ready(Queued queued, Plan plan) {
        var generation = plan.clusters().getFirst().generation();
        if (generation != queued.entry().generation()) {
            queue.stop(
                    queued,
                    "The configuration changed since it was queued (generation "
                            + queued.entry().generation() + " → " + generation + "). Look at the plan and push it.");
            return;
        }
        var news = store.unannounced(queued.entry().plan(), plan.id());
        if (news.isPresent()) {
            queue.stop(queued, news.get() + ", which the first plan did not announce. Look at the plan and push it.");
            return;
        }
        if (!approvals.of(plan).complete()) {
            awaitApproval(queued, plan);
            return;
        }
        push(queued, plan.id());
    }

    private void awaitApproval(Queued queued, Plan plan) {
        if (plan.expiresAt().filter(parts.clock().instant()::isAfter).isPresent()) {
            queue.stop(queued, "Its plan expired before it was approved. Plan the cluster again.");
        } else {
            store.later(queued, "Its plan waits for approval.", MINUTE);
        }
    }

    private void push(Queued queued, PlanId plan) {
        var original = queued.strategy();
        var strategy = new Strategy(
                List.of(),
                Optional.empty(),
                original.maxFailures(),
                original.onFailure(),
                original.verify(),
                original.gateTimeout(),
                original.windows());
        var command = new PushPlan(plan, queued.entry().reason(), Set.of(), strategy);
        try {
            rollouts.push(command, queued.entry().author(), () -> {
                if (!store.holds(queued, plan)) {
                    throw new DomainException.Conflict("The cluster was taken out of the queue.");
                }
            });
        } catch (DomainException.Conflict refused) {
            queue.stop(queued, "Not pushed: " + refused.getMessage());
        }
    }
}
