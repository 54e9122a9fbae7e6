package io.gauntlet.delivery;

import io.gauntlet.change.Change;
import io.gauntlet.change.Changes;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterConfigChanged;
import io.gauntlet.cluster.ClusterEvent;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps and shows how far each cluster is behind its configuration. */
class BoardService implements DeliveryBoard {

    private static final String RENEWED = "cluster.credentials-renewed";
    private static final int TOLD_CAUSES = 5;

    private final DeliveryStore deliveries;
    private final PendingStore pending;
    private final RolloutStore rollouts;
    private final Changes changes;
    private final Clusters clusters;
    private final Clock clock;

    /** Where it is written how far clusters are. */
    record Tables(DeliveryStore deliveries, PendingStore pending, RolloutStore rollouts) {}

    BoardService(Tables tables, Changes changes, Clusters clusters, Clock clock) {
        this.deliveries = tables.deliveries();
        this.pending = tables.pending();
        this.rollouts = tables.rollouts();
        this.changes = changes;
        this.clusters = clusters;
        this.clock = clock;
    }

    /** In the transaction of the change: either both are stored or none. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(ClusterConfigChanged changed) {
        if (!changed.clusters().isEmpty()) {
            deliveries.raise(changed.clusters(), changed.cause(), clock.instant());
            pending.add(changed.clusters(), changed.changes());
        }
    }

    /** Whoever was refused is tried again at once with the new credentials, and not when the minute is over. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(ClusterEvent event) {
        if (RENEWED.equals(event.action())) {
            rollouts.credentialsChanged(Set.of(event.cluster()));
        }
    }

    @Override
    public Map<ClusterId, State> states(Collection<ClusterId> ids) {
        return deliveries.states(ids);
    }

    @Override
    public int unpushedClusters() {
        // Every page asks for it, so no cluster is read.
        var unpushed = deliveries.unpushed();
        return unpushed.isEmpty() ? 0 : clusters.countEnabled(unpushed);
    }

    @Override
    public Page<PendingChange> pending(@Nullable String after, int limit) {
        return told(pending.page(after, limit));
    }

    @Override
    public Page<PendingChange> pending(ResourceName cluster, @Nullable String after, int limit) {
        return told(pending.page(clusters.get(cluster).id(), after, limit));
    }

    @Override
    public PendingChange pending(long change) {
        return placed(new Page<>(List.of(changes.get(change).change()), null))
                .items()
                .getFirst();
    }

    @Override
    public Page<PendingChange> log(@Nullable String after, int limit) {
        return placed(changes.page(after, limit));
    }

    private Page<PendingChange> told(Page<Long> numbers) {
        var known = new HashMap<Long, Change>();
        changes.find(numbers.items()).forEach(change -> known.put(change.number(), change));
        return placed(numbers.map(number -> Objects.requireNonNull(known.get(number))));
    }

    private Page<PendingChange> placed(Page<Change> page) {
        var touched = pending.touched(page.items().stream().map(Change::number).toList());
        var names = new HashMap<ClusterId, ResourceName>();
        clusters.all().forEach(cluster -> names.put(cluster.id(), cluster.name()));
        return page.map(change -> new PendingChange(
                change,
                names(touched.getOrDefault(change.number(), Map.of()), names, true),
                names(touched.getOrDefault(change.number(), Map.of()), names, false)));
    }

    private static List<ResourceName> names(
            Map<ClusterId, Boolean> touched, Map<ClusterId, ResourceName> names, boolean waiting) {
        return touched.entrySet().stream()
                .filter(entry -> entry.getValue() == waiting)
                .flatMap(entry -> Stream.ofNullable(names.get(entry.getKey())))
                .sorted()
                .toList();
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
