package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.kernel.ResourceName;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** One process that looks for drift, on the database and the clusters of a {@link DeliveryHarness}. */
final class DriftHarness {

    final DeliveryHarness delivery;
    final DeliveryHarness.ControlPlane process;
    final DriftStore claims;
    final DriftWorker worker;
    final DriftWatches watches;
    final DriftsService drifts;
    final HealStore heals;

    DriftHarness(DeliveryHarness delivery, DriftProperties properties) {
        this.delivery = delivery;
        process = delivery.process();
        var jdbc = delivery.jdbc;
        var transactions = new TransactionTemplate(delivery.transactions);
        var fingerprints = new Fingerprints(jdbc, delivery.vault, delivery.ids);
        var blobs = new BlobStore(
                jdbc, new NamedParameterJdbcTemplate(delivery.source), delivery.vault, fingerprints, delivery.ids);
        claims = new DriftStore(jdbc, properties);
        heals = new HealStore(jdbc, delivery.ids, properties);
        var objects = new DriftObjects(jdbc);
        var rolloutEvents = new RolloutEvents(jdbc);
        var stores = new DriftSweep.Stores(claims, objects, new AppliedStore(jdbc), blobs, rolloutEvents);
        var conductor = new RolloutConductor(
                new WaveStore(jdbc), new RolloutEnds(jdbc, rolloutEvents), rolloutEvents, delivery.clock);
        var parts = new PlansService.Parts(delivery.ids, delivery.clock, Signals.create(), delivery.properties);
        var healing = new Healing(
                new Healing.Stores(heals, objects, blobs, fingerprints, rolloutEvents),
                conductor,
                transactions,
                delivery.publisher,
                parts,
                properties);
        var owner = delivery.ids.next().toString();
        worker = new DriftWorker(
                claims,
                new DriftSweep(stores, delivery::api, fingerprints, transactions, properties, delivery.clock),
                healing,
                delivery.clusters,
                properties,
                owner);
        watches = new DriftWatches(stores, delivery::api, delivery.clusters, properties, worker, owner);
        drifts = new DriftsService(
                delivery.clusters,
                new DriftsService.Parts(
                        claims,
                        new DriftPolicies(jdbc),
                        new DriftReads(jdbc, properties, delivery.clock),
                        heals,
                        healing,
                        worker),
                new RolloutQueries(jdbc),
                transactions,
                delivery.publisher);
    }

    static DriftHarness of(DeliveryHarness delivery) {
        return new DriftHarness(delivery, DriftProperties.defaults());
    }

    Cluster cluster(String name) {
        return Objects.requireNonNull(delivery.fleet.get(name));
    }

    /** Plans, pushes and waits for the end. */
    void push(String name) {
        var plan = process.plan(name);
        process.rollouts().push(plan.id(), "first");
        process.work();
    }

    /** What a look at the cluster says now. */
    ClusterDrift look(String name) {
        return drifts.sweep(new ResourceName(name));
    }

    ClusterDrift policy(String name, DriftPolicy policy) {
        var before = drifts.get(new ResourceName(name));
        return drifts.setPolicy(new ResourceName(name), before.version(), policy);
    }

    /** Looks at everything that is due, and works on the rollouts that follow. */
    int round() {
        var looked = worker.runDueOnce();
        process.work();
        return looked;
    }

    /** Everything is due. */
    void due() {
        delivery.jdbc.sql("update drift_cluster set due_at = clock_timestamp()").update();
    }

    UUID applied(String name) {
        return delivery.jdbc
                .sql("select applied_revision from delivery where cluster_id = :id")
                .param("id", cluster(name).id().value())
                .query(UUID.class)
                .single();
    }
}
