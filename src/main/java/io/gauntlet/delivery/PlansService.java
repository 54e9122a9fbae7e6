package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.delivery.Plan.Status;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionOperations;

/** Makes plans and reads them; the computing is done by {@link PlanWorker}. */
class PlansService implements Plans {

    private static final Duration INTENT_POLL = Duration.ofMillis(50);

    private final Clusters clusters;
    private final PlanStore plans;
    private final IntentStore intents;
    private final PlanQueries queries;
    private final Omissions omissions;
    private final PlanEstimates estimates;
    private final DeliveryStore deliveries;
    private final TransactionOperations transactions;
    private final ApplicationEventPublisher events;
    private final Parts parts;

    /** Where identity, time and waiting come from. */
    record Parts(Ids ids, Clock clock, Signals signals, DeliveryProperties properties) {}

    /** What is asked before a plan is made, and afterwards. */
    record Reading(PlanQueries queries, Omissions omissions, PlanEstimates estimates) {}

    PlansService(
            Clusters clusters,
            PlanWorker.Stores stores,
            Reading reading,
            TransactionOperations transactions,
            ApplicationEventPublisher events,
            Parts parts) {
        this.clusters = clusters;
        this.plans = stores.plans();
        this.intents = stores.intents();
        this.deliveries = stores.deliveries();
        this.queries = reading.queries();
        this.omissions = reading.omissions();
        this.estimates = reading.estimates();
        this.transactions = transactions;
        this.events = events;
        this.parts = parts;
    }

    @Override
    public Plan create(List<ResourceName> names, Set<Long> without, Optional<Intent> intent) {
        var id = new PlanId(parts.ids().next());
        var chosen = names.isEmpty() ? unpushed() : named(names);
        omissions.require(chosen.stream().map(Cluster::id).toList(), without);
        var plan = transactions.execute(status -> {
            plans.create(id, Actor.name(), parts.clock().instant(), chosen, Map.of());
            plans.leaveOut(id, without);
            intent.ifPresent(push -> intents.put(id, push));
            events.publishEvent(
                    DeliveryEvent.ofPlan(id, "delivery.planned", Map.of("clusters", Integer.toString(chosen.size()))));
            return plans.get(id);
        });
        parts.signals().plansWaiting().raise();
        return plan;
    }

    private List<Cluster> unpushed() {
        var unpushed = deliveries.unpushed();
        var chosen = clusters.all().stream()
                .filter(cluster -> unpushed.contains(cluster.id()) && plannable(cluster))
                .toList();
        if (chosen.isEmpty()) {
            throw DomainException.Invalid.of(
                    "clusters", "No cluster has changes that were not pushed.", "Name the clusters to plan.");
        }
        return chosen;
    }

    private List<Cluster> named(List<ResourceName> names) {
        var found = new LinkedHashMap<ResourceName, Cluster>();
        var problems = new ArrayList<FieldProblem>();
        if (names.size() == 1) {
            clusters.find(names.getFirst()).ifPresent(cluster -> found.put(cluster.name(), cluster));
        } else {
            clusters.all().forEach(cluster -> found.put(cluster.name(), cluster));
        }
        for (var i = 0; i < names.size(); i++) {
            var cluster = found.get(names.get(i));
            if (cluster == null) {
                problems.add(new FieldProblem(
                        "clusters[" + i + "]",
                        "There is no cluster '" + names.get(i) + "'.",
                        "Use the name of a cluster of the fleet."));
            } else if (!plannable(cluster)) {
                problems.add(new FieldProblem(
                        "clusters[" + i + "]",
                        "The cluster '" + names.get(i) + "' is disabled.",
                        "Enable the cluster first, or leave it out."));
            }
        }
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        return names.stream()
                .distinct()
                .sorted()
                .flatMap(name -> java.util.Optional.ofNullable(found.get(name)).stream())
                .toList();
    }

    static boolean plannable(Cluster cluster) {
        return cluster.state() == Cluster.State.ACTIVE || cluster.state() == Cluster.State.CREDENTIALS_MISSING;
    }

    @Override
    public Plan get(PlanId id) {
        return plans.get(id);
    }

    @Override
    public Plan await(PlanId id, Duration limit) throws InterruptedException {
        Waiting.until(
                () -> plans.status(id) != Status.COMPUTING,
                parts.signals().plansComputed(),
                parts.properties().poll(),
                limit);
        return plans.get(id);
    }

    @Override
    public Plan awaitIntent(PlanId id, Duration limit) throws InterruptedException {
        Waiting.until(() -> !intents.waits(id), parts.signals().rolloutsChanged(), INTENT_POLL, limit);
        return plans.get(id);
    }

    @Override
    public Optional<Duration> estimate(PlanId id) {
        plans.status(id);
        return estimates.of(id);
    }

    @Override
    public Page<PlannedObject> objects(ObjectsOf query) {
        plans.status(query.plan());
        return queries.objects(query);
    }

    @Override
    public List<PlannedChange> changes(PlanId id) {
        return queries.changes(id);
    }

    @Override
    public PlannedObject object(PlanId plan, UUID object) {
        return queries.object(plan, object);
    }

    @Override
    public Set<UUID> folded(PlanId plan, UUID object) {
        return queries.folded(plan, object);
    }
}
