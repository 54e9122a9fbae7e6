package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.rendering.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionOperations;

/** Reads the history and makes plans that go back in it. */
class RevisionsService implements Revisions {

    private final Clusters clusters;
    private final PlanWorker.Stores stores;
    private final RevisionQueries queries;
    private final ObjectDiff diffs;
    private final TransactionOperations transactions;
    private final ApplicationEventPublisher events;
    private final PlansService.Parts parts;

    /** Where the history is read from, and how two states are compared. */
    record History(RevisionQueries queries, ObjectDiff diffs) {}

    RevisionsService(
            Clusters clusters,
            PlanWorker.Stores stores,
            History history,
            TransactionOperations transactions,
            ApplicationEventPublisher events,
            PlansService.Parts parts) {
        this.clusters = clusters;
        this.stores = stores;
        this.queries = history.queries();
        this.diffs = history.diffs();
        this.transactions = transactions;
        this.events = events;
        this.parts = parts;
    }

    @Override
    public Page<Revision> page(ResourceName cluster, @Nullable String after, int limit) {
        return queries.page(clusters.get(cluster).id(), after, limit);
    }

    @Override
    public Revision get(ResourceName cluster, int number) {
        return queries.get(clusters.get(cluster).id(), number);
    }

    @Override
    public Comparison compare(ResourceName cluster, int from, int to) {
        var id = clusters.get(cluster).id();
        var before = objects(id, from);
        var after = objects(id, to);
        var differences = new ArrayList<Difference>();
        after.forEach((ref, manifest) -> {
            var old = before.get(ref);
            if (old == null) {
                differences.add(difference(manifest, Kind.ADDED, null, manifest));
            } else if (!old.digest().equals(manifest.digest())) {
                differences.add(difference(manifest, Kind.CHANGED, old, manifest));
            }
        });
        before.forEach((ref, manifest) -> {
            if (!after.containsKey(ref)) {
                differences.add(difference(manifest, Kind.REMOVED, manifest, null));
            }
        });
        return new Comparison(from, to, ChangeMeaning.of(before.values(), after.values()), differences);
    }

    private Map<ObjectRef, Manifest> objects(ClusterId cluster, int number) {
        var result = new LinkedHashMap<ObjectRef, Manifest>();
        stores.revisions()
                .stored(queries.id(cluster, number))
                .set()
                .manifests()
                .forEach(manifest -> result.put(manifest.ref(), manifest));
        return result;
    }

    private Difference difference(Manifest shown, Kind kind, @Nullable Manifest before, @Nullable Manifest after) {
        return new Difference(
                shown.ref(),
                shown.component(),
                kind,
                diffs.of(
                        before == null ? null : Json.read(before.json()),
                        after == null ? null : Json.read(after.json())));
    }

    @Override
    public Plan rollBack(ResourceName name, int number) {
        var cluster = clusters.get(name);
        return plan(Map.of(cluster.id(), queries.id(cluster.id(), number)), "revision " + number);
    }

    @Override
    public Plan rollBack(RolloutId rollout) {
        var before = queries.before(rollout);
        if (before.isEmpty()) {
            throw new DomainException.Conflict(
                    "No cluster of this rollout was changed and had a revision before, so there is nothing to bring back.");
        }
        return plan(before, "before rollout " + rollout);
    }

    private Plan plan(Map<ClusterId, UUID> sources, String to) {
        var id = new PlanId(parts.ids().next());
        var plan = transactions.execute(status -> {
            var chosen = clusters.all().stream()
                    .filter(cluster -> sources.containsKey(cluster.id()))
                    .sorted(java.util.Comparator.comparing(io.gauntlet.cluster.Cluster::name))
                    .toList();
            if (chosen.isEmpty()) {
                throw new DomainException.Conflict("The clusters of this rollout have left the fleet.");
            }
            stores.plans().create(id, Actor.name(), parts.clock().instant(), chosen, sources);
            events.publishEvent(DeliveryEvent.ofPlan(
                    id, "delivery.rollback-planned", Map.of("clusters", Integer.toString(chosen.size()), "to", to)));
            return stores.plans().get(id);
        });
        parts.signals().plansWaiting().raise();
        return plan;
    }
}
