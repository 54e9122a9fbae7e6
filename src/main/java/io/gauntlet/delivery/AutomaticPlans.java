package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.delivery.Plans.Intent;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Makes plans that nobody asks for by hand. Callers hold the transaction. */
class AutomaticPlans {

    private static final int TOLD = 3;

    private final PlanWorker.Stores stores;
    private final RevisionQueries revisions;
    private final Clusters clusters;
    private final PlansService.Parts parts;

    AutomaticPlans(PlanWorker.Stores stores, RevisionQueries revisions, Clusters clusters, PlansService.Parts parts) {
        this.stores = stores;
        this.revisions = revisions;
        this.clusters = clusters;
        this.parts = parts;
    }

    /** For rollouts that failed and have to go back; whether there was one. */
    boolean rollBacks() {
        var wanted = stores.deliveries().wantedRollbacks();
        for (var rollback : wanted) {
            var sources = revisions.before(rollback.rollout());
            var chosen = fleet(sources.keySet());
            if (chosen.isEmpty()) {
                stores.deliveries().rollbackPlanned(rollback.rollout(), null);
            } else {
                var plan = plan(chosen, sources, "Automatic rollback. " + rollback.why());
                stores.deliveries().rollbackPlanned(rollback.rollout(), plan);
            }
        }
        return !wanted.isEmpty();
    }

    /** For clusters with automatic sync and unpushed changes; whether there was one. */
    boolean syncs() {
        var due = stores.deliveries().syncDue();
        var chosen = fleet(due);
        if (chosen.isEmpty()) {
            return false;
        }
        var causes = stores.deliveries().causes(chosen.stream().map(Cluster::id).toList()).values().stream()
                .flatMap(List::stream)
                .distinct()
                .limit(TOLD)
                .collect(Collectors.joining("; "));
        plan(chosen, Map.of(), "Automatic sync: " + causes);
        return true;
    }

    private List<Cluster> fleet(Collection<ClusterId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var wanted = Set.copyOf(ids);
        return clusters.all().stream()
                .filter(cluster -> wanted.contains(cluster.id()) && cluster.state() == Cluster.State.ACTIVE)
                .sorted(Comparator.comparing(Cluster::name))
                .toList();
    }

    private PlanId plan(List<Cluster> chosen, Map<ClusterId, UUID> sources, String reason) {
        var id = new PlanId(parts.ids().next());
        stores.plans().create(id, RolloutConductor.ITSELF, parts.clock().instant(), chosen, sources);
        var cut = reason.length() <= Rollouts.PushPlan.MAX_REASON
                ? reason
                : reason.substring(0, Rollouts.PushPlan.MAX_REASON);
        stores.intents().put(id, new Intent(cut, Strategy.allAtOnce()));
        return id;
    }
}
