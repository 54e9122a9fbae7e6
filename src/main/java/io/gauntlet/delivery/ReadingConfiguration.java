package io.gauntlet.delivery;

import io.gauntlet.change.Changes;
import io.gauntlet.cluster.ClusterConnections;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.delivery.DeliveryConfiguration.Sources;
import io.gauntlet.delivery.PlanWorker.Stores;
import io.gauntlet.rendering.ManifestRenderer;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Puts together what reads: the configuration as it is or would be, plans, and what waits. */
@Configuration(proxyBeanMethods = false)
class ReadingConfiguration {

    @Bean
    PendingStore pendingStore(JdbcClient jdbc) {
        return new PendingStore(jdbc);
    }

    @Bean
    Omissions omissions(Changes changes, PendingStore pending, PlatformTransactionManager transactions) {
        return new Omissions(changes, pending, transactions);
    }

    @Bean
    MonitoringConfigLoader monitoringConfigLoader(
            Sources sources, Stores stores, Omissions omissions, PlatformTransactionManager transactions) {
        return new MonitoringConfigLoader(sources, stores.deliveries(), omissions, transactions);
    }

    @Bean
    RolloutsService.Freshness freshness(
            MonitoringConfigLoader loader,
            Omissions omissions,
            ClusterConnections connections,
            Fingerprints fingerprints,
            DeliveryProperties properties) {
        var planner = new ClusterPlanner(connections, new ManifestRenderer()::render, fingerprints, properties);
        return new RolloutsService.Freshness(loader, omissions, planner, fingerprints);
    }

    @Bean
    PlansService.Reading planReading(
            JdbcClient jdbc,
            Stores stores,
            Fingerprints fingerprints,
            Omissions omissions,
            DeliveryProperties properties) {
        return new PlansService.Reading(
                new PlanQueries(jdbc, stores.blobs(), fingerprints),
                omissions,
                new PlanEstimates(jdbc, properties.clustersInFlight()));
    }

    @Bean
    BoardService deliveryBoard(
            Stores stores,
            PendingStore pending,
            Changes changes,
            RolloutsService.RolloutTables tables,
            Clusters clusters,
            Clock clock) {
        return new BoardService(
                new BoardService.Tables(stores.deliveries(), pending, tables.rollouts()), changes, clusters, clock);
    }
}
