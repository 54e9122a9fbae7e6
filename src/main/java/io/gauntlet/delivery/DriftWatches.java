package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterConnections;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.cluster.ObjectWatch;
import io.gauntlet.delivery.DriftSweep.Stores;
import io.gauntlet.kernel.ResourceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the clusters that heal, up to a number of them, so that an edit is seen at once and not with the next look. What a
 * watch tells only brings a look forward, so one that is lost costs nothing but time.
 */
class DriftWatches implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DriftWatches.class);

    private final Stores stores;
    private final ClusterConnections connections;
    private final Clusters clusters;
    private final DriftProperties properties;
    private final DriftWorker worker;
    private final String owner;
    private final Map<ClusterId, Watched> watched = new HashMap<>();
    private final Set<ClusterId> moved = ConcurrentHashMap.newKeySet();

    private record Watched(ClusterApi api, UUID revision, List<ObjectWatch> watches) {

        void close() {
            watches.forEach(ObjectWatch::close);
        }
    }

    DriftWatches(
            Stores stores,
            ClusterConnections connections,
            Clusters clusters,
            DriftProperties properties,
            DriftWorker worker,
            String owner) {
        this.stores = stores;
        this.connections = connections;
        this.clusters = clusters;
        this.properties = properties;
        this.worker = worker;
        this.owner = owner;
    }

    /** Begins and ends watches as policies, credentials and revisions ask for. */
    synchronized void refresh() {
        var chosen = stores.claims().watched(owner, properties.watchedClusters());
        var gone = new HashSet<>(watched.keySet());
        if (!chosen.isEmpty()) {
            var fleet = clusters.all().stream().collect(Collectors.toMap(Cluster::id, Function.identity()));
            var revisions = stores.claims().revisions(chosen);
            for (var id : chosen) {
                var cluster = fleet.get(id);
                var revision = revisions.get(id);
                if (cluster != null && cluster.state() == Cluster.State.ACTIVE && revision != null) {
                    gone.remove(id);
                    watch(cluster, revision);
                }
            }
        }
        gone.forEach(this::end);
    }

    private void watch(Cluster cluster, UUID revision) {
        try {
            var api = connections.api(cluster.id());
            var present = watched.get(cluster.id());
            // Another api means other credentials; another revision may have other kinds.
            if (present != null
                    && present.api().equals(api)
                    && present.revision().equals(revision)) {
                return;
            }
            end(cluster.id());
            var selector = LiveState.owned(cluster);
            var watches = new ArrayList<ObjectWatch>();
            for (ResourceType type : stores.objects().kinds(revision)) {
                var namespace = type.namespaced() ? cluster.namespace().value() : "";
                watches.add(api.watchMetadata(type, namespace, selector, () -> moved.add(cluster.id())));
            }
            watched.put(cluster.id(), new Watched(api, revision, watches));
        } catch (ClusterCallException failed) {
            LOG.debug("Cluster {} cannot be watched: {}", cluster.name(), failed.getMessage());
        }
    }

    private void end(ClusterId cluster) {
        var past = watched.remove(cluster);
        if (past != null) {
            past.close();
        }
    }

    /** Brings looks forward at clusters where something changed since the last call. */
    void flush() {
        var now = List.copyOf(moved);
        if (!now.isEmpty()) {
            moved.removeAll(now);
            stores.claims().soon(now);
            worker.wake();
        }
    }

    @Override
    public synchronized void close() {
        List.copyOf(watched.keySet()).forEach(this::end);
    }
}
