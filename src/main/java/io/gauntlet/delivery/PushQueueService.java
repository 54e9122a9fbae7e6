package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.Plan.ClusterPart;
import io.gauntlet.delivery.Plan.ClusterStatus;
import io.gauntlet.delivery.QueueStore.Queued;
import io.gauntlet.delivery.QueueStore.Request;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ResourceName;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionOperations;

/** Keeps the queue; every change of it is audited and told in the same transaction. {@link QueueWorker} works on it. */
class PushQueueService implements PushQueue {

    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

    private final QueueStore store;
    private final PlanStore plans;
    private final DeliveryStore deliveries;
    private final RolloutEvents told;
    private final TransactionOperations transactions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    /** What the queue is kept in and told by. */
    record Tables(QueueStore queue, PlanStore plans, DeliveryStore deliveries, RolloutEvents events) {}

    PushQueueService(Tables tables, TransactionOperations transactions, ApplicationEventPublisher events, Clock clock) {
        this.store = tables.queue();
        this.plans = tables.plans();
        this.deliveries = tables.deliveries();
        this.told = tables.events();
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public List<Entry> all() {
        return store.all().stream().map(Queued::entry).toList();
    }

    @Override
    public Optional<Entry> of(ResourceName cluster) {
        return store.of(cluster).map(Queued::entry);
    }

    @Override
    public List<Entry> of(PlanId plan) {
        return store.of(plan).stream().map(Queued::entry).toList();
    }

    @Override
    public List<Entry> queue(PlanId id, String reason, Strategy strategy) {
        return queue(id, reason, strategy, Actor.name());
    }

    /** In the name of somebody who asked for it earlier. */
    List<Entry> queue(PlanId id, String reason, Strategy strategy, String actor) {
        RolloutsService.requireReason(reason);
        return transactions.execute(status -> {
            var plan = plans.lock(id);
            PushGuard.requirePushable(plan, clock.instant());
            var away = away(plan);
            if (away.isEmpty()) {
                throw new DomainException.Conflict(
                        "Every cluster of the plan gave an answer, so none has to be queued.");
            }
            deliveries.lockGenerations(away.stream().map(ClusterPart::cluster).toList());
            enqueue(plan, new Request(id, null, reason.strip(), actor, strategy));
            return of(id);
        });
    }

    /** The clusters of a plan that may be queued: those that were to get the configuration and gave no answer. */
    static List<ClusterPart> away(Plan plan) {
        return plan.purpose() != Plan.Purpose.PUSH
                ? List.of()
                : plan.clusters().stream()
                        .filter(part -> part.status() == ClusterStatus.UNREACHABLE)
                        .toList();
    }

    /** In the transaction of the caller, who has locked the generations of these clusters. */
    void enqueue(Plan plan, Request request) {
        var away = away(plan);
        var now = clock.instant();
        var generations =
                deliveries.generations(away.stream().map(ClusterPart::cluster).toList());
        for (var part : away) {
            store.put(request, part, generations.getOrDefault(part.cluster(), 0L), now, FIRST_WAIT);
            audit(
                    part.name(),
                    "delivery.push-queued",
                    Map.of("plan", plan.id().toString(), "reason", request.reason()));
            told.cluster(part.name(), FleetEvent.PUSH_QUEUED, request.reason(), now);
        }
    }

    @Override
    public void drop(ResourceName cluster) {
        transactions.executeWithoutResult(status -> {
            var queued = store.of(cluster).orElseThrow(() -> new DomainException.NotFound("queued push", cluster));
            end(queued, "Dropped by " + Actor.name() + ".");
        });
    }

    /** A push of these clusters has begun, so none of them waits any more. In the transaction of the push. */
    void pushed(PlanId plan, Collection<ClusterId> clusters) {
        for (var queued : store.remove(clusters)) {
            var own = queued.entry().followPlan().filter(plan::equals).isPresent();
            ended(queued, own ? "It answered and is pushed." : "A newer push took over.");
        }
    }

    /** Ends what was waited for long enough. */
    void expire() {
        transactions.executeWithoutResult(status -> store.removeExpired(clock.instant())
                .forEach(queued -> ended(
                        queued,
                        "It was waited for " + LONGEST.toDays() + " days. Last: "
                                + queued.entry().message())));
    }

    void end(Queued queued, String why) {
        transactions.executeWithoutResult(status -> {
            if (store.remove(queued)) {
                ended(queued, why);
            }
        });
    }

    /** Leaves the entry to a person. */
    void stop(Queued queued, String why) {
        transactions.executeWithoutResult(status -> {
            var now = clock.instant();
            if (store.move(queued, Status.STOPPED, why, null, now)) {
                audit(queued.entry().cluster(), "delivery.queued-push-stopped", Map.of("message", why));
                told.cluster(queued.entry().cluster(), FleetEvent.PUSH_STOPPED, why, now);
            }
        });
    }

    private void ended(Queued queued, String why) {
        audit(queued.entry().cluster(), "delivery.queued-push-ended", Map.of("message", why));
        told.cluster(queued.entry().cluster(), FleetEvent.PUSH_UNQUEUED, why, clock.instant());
    }

    private void audit(ResourceName cluster, String action, Map<String, String> details) {
        events.publishEvent(DeliveryEvent.ofCluster(cluster.value(), action, details));
    }
}
