package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ResourceName;
import java.time.Clock;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Keeps the policies in the row that also holds the generations of a cluster. */
class SyncPoliciesService implements SyncPolicies {

    private final JdbcClient jdbc;
    private final Clusters clusters;
    private final TransactionOperations transactions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    SyncPoliciesService(
            JdbcClient jdbc,
            Clusters clusters,
            TransactionOperations transactions,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.clusters = clusters;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public SyncPolicy get(ResourceName name) {
        return read(clusters.get(name));
    }

    private SyncPolicy read(Cluster cluster) {
        return jdbc.sql("select sync, version from delivery where cluster_id = :cluster")
                .param("cluster", cluster.id().value())
                .query((row, number) ->
                        new SyncPolicy(cluster.name(), Sync.valueOf(row.getString("sync")), row.getInt("version")))
                .optional()
                .orElse(new SyncPolicy(cluster.name(), Sync.MANUAL, 0));
    }

    @Override
    public SyncPolicy set(ResourceName name, Sync sync, int version) {
        return transactions.execute(status -> {
            var cluster = clusters.get(name);
            var changed = jdbc.sql("""
                    insert into delivery (cluster_id, desired_generation, changed_at, sync, version)
                    values (:cluster, 0, :now, :sync, 1)
                    on conflict (cluster_id) do update set sync = excluded.sync, version = delivery.version + 1,
                        sync_after = null where delivery.version = :version""")
                    .param("cluster", cluster.id().value())
                    .param("now", Rows.time(clock.instant()))
                    .param("sync", sync.name())
                    .param("version", version)
                    .update();
            if (changed == 0) {
                throw new DomainException.Stale("sync policy", name);
            }
            events.publishEvent(
                    DeliveryEvent.ofCluster(name.value(), "delivery.sync-policy-changed", Map.of("sync", sync.name())));
            return read(cluster);
        });
    }
}
