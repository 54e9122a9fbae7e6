package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.delivery.Rollout.Target;
import io.gauntlet.delivery.Rollout.TargetStatus;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ResourceName;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionOperations;

/** Plans again what a rollout did not get through. */
class RetriesService implements Retries {

    private static final Set<TargetStatus> NOT_THROUGH = EnumSet.of(TargetStatus.FAILED, TargetStatus.SKIPPED);

    private final Clusters clusters;
    private final PlanStore plans;
    private final RolloutQueries rollouts;
    private final TransactionOperations transactions;
    private final ApplicationEventPublisher events;
    private final PlansService.Parts parts;

    RetriesService(
            Clusters clusters,
            PlanStore plans,
            RolloutQueries rollouts,
            TransactionOperations transactions,
            ApplicationEventPublisher events,
            PlansService.Parts parts) {
        this.clusters = clusters;
        this.plans = plans;
        this.rollouts = rollouts;
        this.transactions = transactions;
        this.events = events;
        this.parts = parts;
    }

    @Override
    public Plan planFailed(RolloutId id) {
        var rollout = rollouts.get(id);
        var pushed = rollout.plan()
                .orElseThrow(
                        () -> new DomainException.Conflict("A heal is tried again by itself; look at the drift page."));
        if (rollout.status() == Rollout.Status.RUNNING) {
            throw new DomainException.Conflict("The rollout still runs. Try its clusters again one by one, or wait.");
        }
        var chosen = chosen(rollout);
        var plan = new PlanId(parts.ids().next());
        var made = transactions.execute(status -> {
            plans.create(plan, Actor.name(), parts.clock().instant(), chosen, sources(pushed, chosen));
            plans.leaveOut(plan, plans.without(pushed));
            events.publishEvent(DeliveryEvent.ofPlan(
                    plan,
                    "delivery.planned",
                    Map.of("clusters", Integer.toString(chosen.size()), "failedOf", id.toString())));
            return plans.get(plan);
        });
        parts.signals().plansWaiting().raise();
        return made;
    }

    private List<Cluster> chosen(Rollout rollout) {
        var names = rollout.targets().stream()
                .filter(target -> NOT_THROUGH.contains(target.status()))
                .map(Target::cluster)
                .collect(Collectors.toSet());
        if (names.isEmpty()) {
            throw new DomainException.Conflict("No cluster of this rollout failed or was left out.");
        }
        var chosen = clusters.all().stream()
                .filter(cluster -> names.contains(cluster.name()) && PlansService.plannable(cluster))
                .sorted(Comparator.comparing(Cluster::name))
                .toList();
        if (chosen.isEmpty()) {
            throw new DomainException.Conflict("The clusters that failed are disabled or have left the fleet: "
                    + names.stream().map(ResourceName::value).sorted().limit(5).collect(Collectors.joining(", "))
                    + ".");
        }
        return chosen;
    }

    /** A retried way back leads to the same revisions. */
    private Map<ClusterId, UUID> sources(PlanId pushed, List<Cluster> chosen) {
        var sources = new HashMap<>(plans.sources(pushed));
        sources.keySet().retainAll(chosen.stream().map(Cluster::id).collect(Collectors.toSet()));
        return sources;
    }
}
