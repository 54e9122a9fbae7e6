package io.gauntlet.delivery;

import io.gauntlet.bucket.Buckets;
import io.gauntlet.delivery.Rollout.TargetStatus;
import io.gauntlet.stack.Stacks;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionOperations;

/** Ends targets, with everything that follows from it in the same transaction. Does nothing when the claim is lost. */
class Completion {

    private static final Logger LOG = LoggerFactory.getLogger(Completion.class);

    private final RolloutStore rollouts;
    private final RolloutConductor conductor;
    private final DeliveryStore deliveries;
    private final Stacks stacks;
    private final Buckets buckets;
    private final ApplicationEventPublisher events;
    private final TransactionOperations transactions;
    private final Clock clock;

    Completion(
            Stores stores,
            ConfigEffects effects,
            ApplicationEventPublisher events,
            TransactionOperations transactions,
            Clock clock) {
        this.rollouts = stores.rollouts();
        this.conductor = stores.conductor();
        this.deliveries = stores.deliveries();
        this.stacks = effects.stacks();
        this.buckets = effects.buckets();
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What ends are written to. */
    record Stores(RolloutStore rollouts, RolloutConductor conductor, DeliveryStore deliveries) {}

    /** The configuration that a successful push has consequences for. */
    record ConfigEffects(Stacks stacks, Buckets buckets) {}

    /** Everything is in the cluster; false when the claim is lost. The target ends here unless a proof is wanted. */
    boolean applied(TargetWork work) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            // Like a push: the state of the cluster before its rollout.
            deliveries.lockGenerations(List.of(work.cluster()));
            conductor.lock(work.rollout());
            if (!rollouts.fence(work)) {
                return false;
            }
            deliveries.applied(work, clock.instant());
            bucketInUse(work);
            if (work.proving().wanted()) {
                rollouts.verify(work, clock.instant());
            } else {
                end(work, TargetStatus.SUCCEEDED, "");
            }
            return true;
        }));
    }

    /** Whether this cluster still is the one that compacts the bucket, another one waits for it, and none is rendered here. */
    boolean compactorLeaves(TargetWork work) {
        if (work.bucket().isEmpty() || work.compactor()) {
            return false;
        }
        var bucket = buckets.get(work.bucket().get());
        return bucket.compactor().equals(Optional.of(work.cluster()))
                && bucket.pendingCompactor().isPresent();
    }

    void ended(TargetWork work, TargetStatus target, String message) {
        transactions.executeWithoutResult(status -> {
            conductor.lock(work.rollout());
            if (rollouts.fence(work)) {
                end(work, target, message);
            }
        });
    }

    private void end(TargetWork work, TargetStatus target, String message) {
        rollouts.end(work, target, message, clock.instant());
        var rollout = conductor.advance(work.rollout());
        var details = Map.of("rollout", work.rollout().toString(), "message", message);
        events.publishEvent(DeliveryEvent.ofCluster(work.name(), "delivery.target-" + lower(target), details));
        rollout.ifPresent(ended -> {
            events.publishEvent(DeliveryEvent.ofRollout(work.rollout(), "delivery.rollout-" + lower(ended), Map.of()));
            LOG.info("Rollout {} has {}", work.rollout(), lower(ended));
        });
    }

    /** From now on blocks are uploaded under these labels; and a compactor that was given away runs here no more. */
    private void bucketInUse(TargetWork work) {
        if (work.bucket().isEmpty()) {
            return;
        }
        if (!stacks.effective(work.cluster()).labelsFixed()) {
            stacks.fixLabels(work.cluster());
        }
        if (compactorLeaves(work)) {
            buckets.compactorStopped(work.bucket().get(), work.cluster());
        }
    }

    private static String lower(Enum<?> status) {
        return status.name().toLowerCase(java.util.Locale.ROOT);
    }
}
