package io.gauntlet.delivery;

import io.gauntlet.bucket.Buckets;
import io.gauntlet.delivery.Rollout.TargetStatus;
import io.gauntlet.stack.Stacks;
import java.time.Clock;
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
    private final DeliveryStore deliveries;
    private final Stacks stacks;
    private final Buckets buckets;
    private final ApplicationEventPublisher events;
    private final TransactionOperations transactions;
    private final Clock clock;

    Completion(
            RolloutStore rollouts,
            DeliveryStore deliveries,
            ConfigEffects effects,
            ApplicationEventPublisher events,
            TransactionOperations transactions,
            Clock clock) {
        this.rollouts = rollouts;
        this.deliveries = deliveries;
        this.stacks = effects.stacks();
        this.buckets = effects.buckets();
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The configuration that a successful push has consequences for. */
    record ConfigEffects(Stacks stacks, Buckets buckets) {}

    void succeeded(TargetWork work) {
        transactions.executeWithoutResult(status -> {
            if (rollouts.fence(work)) {
                deliveries.applied(work.cluster(), work.generation(), work.revision(), clock.instant());
                bucketInUse(work);
                end(work, TargetStatus.SUCCEEDED, "");
            }
        });
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
            if (rollouts.fence(work)) {
                end(work, target, message);
            }
        });
    }

    private void end(TargetWork work, TargetStatus target, String message) {
        var rollout = rollouts.end(work, target, message, clock.instant());
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
