package io.gauntlet.delivery;

import io.gauntlet.bucket.Bucket;
import io.gauntlet.bucket.BucketId;
import io.gauntlet.bucket.Buckets;
import io.gauntlet.bucket.ObjectStoreConfig;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.delivery.Omissions.LeftOut;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.rendering.MonitoringConfig.BucketAccess;
import io.gauntlet.routing.Routings;
import io.gauntlet.rule.RuleGroup;
import io.gauntlet.rule.RuleGroups;
import io.gauntlet.stack.EffectiveStack;
import io.gauntlet.stack.Stacks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads everything that clusters are rendered from in one snapshot of the database, with a constant number of queries. */
class MonitoringConfigLoader {

    private final Clusters clusters;
    private final Stacks stacks;
    private final Buckets buckets;
    private final RuleGroups ruleGroups;
    private final Routings routings;
    private final DeliveryStore deliveries;
    private final Omissions omissions;
    private final TransactionTemplate snapshot;

    MonitoringConfigLoader(
            DeliveryConfiguration.Sources sources,
            DeliveryStore deliveries,
            Omissions omissions,
            PlatformTransactionManager transactions) {
        this.clusters = sources.clusters();
        this.stacks = sources.stacks();
        this.buckets = sources.buckets();
        this.ruleGroups = sources.ruleGroups();
        this.routings = sources.routings();
        this.deliveries = deliveries;
        this.omissions = omissions;
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setReadOnly(true);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** One entry for each of the clusters that still is in the fleet. */
    Map<ClusterId, DesiredInputs> load(Collection<ClusterId> ids) {
        return snapshot.execute(status -> inputs(ids, deliveries.generations(ids), Set.of()));
    }

    /** Like {@link #load(Collection)}, as if these changes had not been made where they wait. */
    Map<ClusterId, DesiredInputs> load(Collection<ClusterId> ids, Set<Long> without) {
        if (without.isEmpty()) {
            return load(ids);
        }
        var groups = new HashMap<LeftOut, List<ClusterId>>();
        omissions
                .of(ids, without)
                .forEach((id, left) ->
                        groups.computeIfAbsent(left, key -> new ArrayList<>()).add(id));
        var result = new HashMap<ClusterId, DesiredInputs>();
        groups.forEach((left, members) -> result.putAll(
                left.undone().isEmpty()
                        ? load(members)
                        : omissions.without(
                                left.undone(),
                                // What is undone may raise them, for as long as the transaction lasts.
                                () -> deliveries.generations(members),
                                generations -> inputs(members, generations, left.waiting()))));
        return result;
    }

    /** Labels of those clusters that still are in the fleet, by name. */
    Map<String, LabelSet> labels(Collection<ClusterId> ids) {
        var chosen = Set.copyOf(ids);
        var result = new TreeMap<String, LabelSet>();
        clusters.all().stream()
                .filter(cluster -> chosen.contains(cluster.id()))
                .forEach(cluster -> result.put(cluster.name().value(), cluster.labels()));
        return result;
    }

    private Map<ClusterId, DesiredInputs> inputs(
            Collection<ClusterId> ids, Map<ClusterId, Long> generations, Set<Long> leftOut) {
        var chosen = ids.size() == 1
                ? ids.stream().map(clusters::get).toList()
                : clusters.all().stream()
                        .filter(cluster -> ids.contains(cluster.id()))
                        .toList();
        var known = chosen.stream().map(Cluster::id).toList();
        var effective = stacks.effective(known);
        var groups = ruleGroups.enabled();
        var alertmanagers =
                routings.forClusters(chosen.stream().collect(Collectors.toMap(Cluster::id, Cluster::labels)));
        var stores = new HashMap<BucketId, Store>();
        var result = new HashMap<ClusterId, DesiredInputs>();
        for (var cluster : chosen) {
            var stack = effective.get(cluster.id());
            if (stack != null) {
                var input = new DesiredInputs(
                        cluster,
                        generations.getOrDefault(cluster.id(), 0L),
                        stack,
                        bucket(cluster.id(), stack, stores),
                        selected(groups, cluster.labels()),
                        Optional.ofNullable(alertmanagers.get(cluster.id())),
                        leftOut);
                result.put(cluster.id(), input);
            }
        }
        return result;
    }

    private Optional<BucketAccess> bucket(ClusterId cluster, EffectiveStack stack, Map<BucketId, Store> stores) {
        return stack.bucket()
                .map(id -> stores.computeIfAbsent(id, key -> new Store(buckets.get(key), buckets.objectStore(key))))
                .map(store -> new BucketAccess(
                        store.bucket().name(), store.config(), store.bucket().retention(), store.compactedBy(cluster)));
    }

    private static List<RuleGroup> selected(List<RuleGroup> groups, LabelSet labels) {
        var result = new ArrayList<RuleGroup>();
        for (var group : groups) {
            if (group.selector().matches(labels)) {
                result.add(group);
            }
        }
        return result;
    }

    private record Store(Bucket bucket, ObjectStoreConfig config) {

        /** While another cluster waits to take the compactor over, the present one already renders none: stop, then start. */
        boolean compactedBy(ClusterId cluster) {
            return bucket.compactor().filter(cluster::equals).isPresent()
                    && bucket.pendingCompactor().isEmpty();
        }
    }
}
