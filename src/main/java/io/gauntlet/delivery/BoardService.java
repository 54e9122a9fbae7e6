package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterConfigChanged;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.Page;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps and shows how far each cluster is behind its configuration. */
class BoardService implements DeliveryBoard {

    private static final int TOLD_CAUSES = 5;

    private final DeliveryStore deliveries;
    private final RolloutStore rollouts;
    private final Clusters clusters;
    private final Clock clock;

    BoardService(DeliveryStore deliveries, RolloutStore rollouts, Clusters clusters, Clock clock) {
        this.deliveries = deliveries;
        this.rollouts = rollouts;
        this.clusters = clusters;
        this.clock = clock;
    }

    /** In the transaction of the change: either both are stored or none. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(ClusterConfigChanged changed) {
        if (!changed.clusters().isEmpty()) {
            deliveries.raise(changed.clusters(), changed.cause(), clock.instant());
            rollouts.credentialsChanged(changed.clusters());
        }
    }

    @Override
    public Map<ClusterId, State> states(Collection<ClusterId> ids) {
        return deliveries.states(ids);
    }

    @Override
    public int unpushedClusters() {
        return deliveries.unpushed().isEmpty() ? 0 : unpushed().size();
    }

    private List<Cluster> unpushed() {
        var unpushed = deliveries.unpushed();
        return clusters.all().stream()
                .filter(cluster -> unpushed.contains(cluster.id()) && cluster.state() != Cluster.State.DISABLED)
                .toList();
    }

    @Override
    public Page<Unpushed> unpushed(@Nullable String after, int limit) {
        var rows = unpushed().stream()
                .filter(cluster -> after == null || cluster.name().value().compareTo(after) > 0)
                .sorted(java.util.Comparator.comparing(Cluster::name))
                .limit(limit + 1L)
                .toList();
        var page = Page.cut(rows, limit, cluster -> cluster.name().value());
        var ids = page.items().stream().map(Cluster::id).toList();
        var states = deliveries.states(ids);
        var causes = deliveries.causes(ids);
        return page.map(cluster -> {
            var why = causes.getOrDefault(cluster.id(), List.of()).stream()
                    .distinct()
                    .toList();
            var told = why.subList(0, Math.min(TOLD_CAUSES, why.size()));
            var state = java.util.Objects.requireNonNull(states.get(cluster.id()));
            return new Unpushed(cluster.name(), cluster.displayName(), state, told, why.size() - told.size());
        });
    }
}
