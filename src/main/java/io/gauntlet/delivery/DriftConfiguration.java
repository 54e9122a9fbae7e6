package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterConnections;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.delivery.PlanWorker.Engine;
import io.gauntlet.kernel.Ids;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts together what finds and heals drift. */
@Configuration(proxyBeanMethods = false)
class DriftConfiguration {

    @Bean
    DriftSweep.Stores driftStores(JdbcClient jdbc, PlanWorker.Stores stores, DriftProperties properties) {
        return new DriftSweep.Stores(
                new DriftStore(jdbc, properties),
                new DriftObjects(jdbc),
                stores.applied(),
                stores.blobs(),
                new RolloutEvents(jdbc));
    }

    @Bean
    Healing.Stores healStores(
            JdbcClient jdbc, DriftSweep.Stores stores, Fingerprints fingerprints, Ids ids, DriftProperties properties) {
        return new Healing.Stores(
                new HealStore(jdbc, ids, properties), stores.objects(), stores.blobs(), fingerprints, stores.events());
    }

    @Bean
    Healing healing(
            Healing.Stores stores,
            RolloutsService.Conducted conducted,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events,
            PlansService.Parts parts,
            DriftProperties properties) {
        return new Healing(
                stores, conducted.conductor(), new TransactionTemplate(transactions), events, parts, properties);
    }

    @Bean
    DriftSweep driftSweep(
            DriftSweep.Stores stores,
            ClusterConnections connections,
            Fingerprints fingerprints,
            PlatformTransactionManager transactions,
            DriftProperties properties,
            Clock clock) {
        return new DriftSweep(
                stores, connections, fingerprints, new TransactionTemplate(transactions), properties, clock);
    }

    @Bean
    DriftWorker driftWorker(
            DriftSweep.Stores stores,
            DriftSweep sweep,
            Healing healing,
            Clusters clusters,
            DriftProperties properties,
            Engine engine) {
        return new DriftWorker(stores.claims(), sweep, healing, clusters, properties, engine.owner());
    }

    @Bean
    DriftWatches driftWatches(
            DriftSweep.Stores stores,
            ClusterConnections connections,
            Clusters clusters,
            DriftProperties properties,
            DriftWorker worker,
            Engine engine) {
        return new DriftWatches(stores, connections, clusters, properties, worker, engine.owner());
    }

    @Bean
    DriftWorkers driftWorkers(
            DriftWorker worker, DriftWatches watches, DriftProperties drift, DeliveryProperties delivery) {
        return new DriftWorkers(worker, watches, drift, delivery);
    }

    @Bean
    DriftEvents driftEvents(DriftSweep.Stores stores, DriftWorker worker, Clusters clusters) {
        return new DriftEvents(stores.claims(), worker, clusters);
    }

    @Bean
    DriftsService.Parts driftParts(
            JdbcClient jdbc,
            DriftSweep.Stores stores,
            Healing.Stores heals,
            Healing healing,
            DriftWorker worker,
            DriftReads reads) {
        return new DriftsService.Parts(stores.claims(), new DriftPolicies(jdbc), reads, heals.heals(), healing, worker);
    }

    @Bean
    DriftReads driftReads(JdbcClient jdbc, DriftProperties properties, Clock clock) {
        return new DriftReads(jdbc, properties, clock);
    }

    @Bean
    Drifts drifts(
            Clusters clusters,
            DriftsService.Parts parts,
            RolloutsService.RolloutTables tables,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events) {
        return new DriftsService(clusters, parts, tables.queries(), new TransactionTemplate(transactions), events);
    }
}
