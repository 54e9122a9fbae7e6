package io.gauntlet.delivery;

import io.gauntlet.bucket.Buckets;
import io.gauntlet.cluster.ClusterConnections;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.delivery.Completion.ConfigEffects;
import io.gauntlet.delivery.PlanWorker.Engine;
import io.gauntlet.delivery.PlanWorker.Stores;
import io.gauntlet.kernel.Ids;
import io.gauntlet.proof.LoadProofs;
import io.gauntlet.routing.Routings;
import io.gauntlet.rule.RuleGroups;
import io.gauntlet.stack.Stacks;
import io.gauntlet.vault.Vault;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the module together. */
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    @Bean
    Signals deliverySignals() {
        return Signals.create();
    }

    @Bean
    Engine deliveryEngine(Ids ids, DeliveryProperties properties, Clock clock) {
        return new Engine(ids.next().toString(), properties, clock);
    }

    @Bean
    Fingerprints fingerprints(JdbcClient jdbc, Vault vault, Ids ids) {
        return new Fingerprints(jdbc, vault, ids);
    }

    @Bean
    Stores deliveryStores(
            JdbcClient jdbc, NamedParameterJdbcOperations batch, Vault vault, Fingerprints fingerprints, Ids ids) {
        var blobs = new BlobStore(jdbc, batch, vault, fingerprints, ids);
        return new Stores(
                new PlanStore(jdbc),
                new IntentStore(jdbc),
                new DraftStore(jdbc, ids),
                blobs,
                new AppliedStore(jdbc),
                new DeliveryStore(jdbc),
                new RevisionStore(jdbc, blobs));
    }

    @Bean
    RolloutsService.RolloutTables rolloutTables(JdbcClient jdbc, Ids ids) {
        var events = new RolloutEvents(jdbc);
        return new RolloutsService.RolloutTables(
                new PushStore(jdbc, ids),
                new RolloutStore(jdbc, events),
                new WaveStore(jdbc),
                new RolloutEnds(jdbc, events),
                new RolloutQueries(jdbc),
                events);
    }

    @Bean
    RolloutsService.Conducted conductedRollouts(
            RolloutsService.RolloutTables tables, ApprovalsService approvals, PushQueueService queue, Clock clock) {
        var conductor = new RolloutConductor(tables.waves(), tables.ends(), tables.events(), clock);
        return new RolloutsService.Conducted(tables, conductor, approvals, queue);
    }

    /** The modules that hold configuration. */
    record Sources(Clusters clusters, Stacks stacks, Buckets buckets, RuleGroups ruleGroups, Routings routings) {}

    @Bean
    Sources deliverySources(
            Clusters clusters, Stacks stacks, Buckets buckets, RuleGroups ruleGroups, Routings routings) {
        return new Sources(clusters, stacks, buckets, ruleGroups, routings);
    }

    @Bean
    PlanWorker planWorker(
            Stores stores,
            RolloutsService.Freshness freshness,
            PlatformTransactionManager transactions,
            Engine engine,
            PlanWorker.Afterwards afterwards) {
        return new PlanWorker(
                stores,
                freshness.loader(),
                freshness.planner(),
                new TransactionTemplate(transactions),
                engine,
                afterwards);
    }

    @Bean
    PlanWorker.Afterwards afterPlanning(ApprovalsService approvals, Signals signals) {
        return new PlanWorker.Afterwards(approvals, signals.plansComputed());
    }

    @Bean
    Completion completion(
            Stores stores,
            RolloutsService.Conducted conducted,
            Sources sources,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        return new Completion(
                new Completion.Stores(conducted.tables().rollouts(), conducted.conductor(), stores.deliveries()),
                new ConfigEffects(sources.stacks(), sources.buckets()),
                events,
                new TransactionTemplate(transactions),
                clock);
    }

    @Bean
    RolloutWorker rolloutWorker(
            RolloutsService.RolloutTables tables,
            TargetRun run,
            PlatformTransactionManager transactions,
            Engine engine,
            Signals signals) {
        return new RolloutWorker(
                tables.rollouts(), tables.events(), run, new TransactionTemplate(transactions), engine, signals);
    }

    @Bean
    TargetRun targetRun(
            TargetRun.Stores stores,
            TargetRun.Afterwards afterwards,
            ClusterConnections connections,
            PlatformTransactionManager transactions,
            Engine engine) {
        var retries = new RetryPolicy(
                engine.properties(), () -> ThreadLocalRandom.current().nextDouble());
        return new TargetRun(stores, afterwards, connections, retries, new TransactionTemplate(transactions), engine);
    }

    @Bean
    ProofStore proofStore(JdbcClient jdbc) {
        return new ProofStore(jdbc);
    }

    @Bean
    TargetRun.Afterwards afterwards(
            Completion completion,
            TargetProof.Stores stores,
            LoadProofs replicas,
            PlatformTransactionManager transactions) {
        return new TargetRun.Afterwards(
                completion, new TargetProof(stores, completion, replicas, new TransactionTemplate(transactions)));
    }

    @Bean
    TargetProof.Stores targetProofStores(Stores stores, RolloutsService.RolloutTables tables, ProofStore proofs) {
        return new TargetProof.Stores(tables.rollouts(), proofs, stores.revisions());
    }

    @Bean
    TargetRun.Stores targetStores(Stores stores, RolloutsService.RolloutTables tables, Fingerprints fingerprints) {
        return new TargetRun.Stores(tables.rollouts(), stores.applied(), stores.blobs(), fingerprints);
    }

    @Bean
    Workers deliveryWorkers(Workers.Crew crew, Signals signals, DeliveryProperties properties) {
        return new Workers(crew, signals, properties);
    }

    @Bean
    WaveWorker waveWorker(
            RolloutsService.Conducted conducted, PlatformTransactionManager transactions, Signals signals) {
        return new WaveWorker(
                conducted.tables().waves(), conducted.conductor(), new TransactionTemplate(transactions), signals);
    }

    @Bean
    RolloutControl rolloutControl(
            RolloutsService.Conducted conducted,
            ProofStore proofs,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events,
            PlansService.Parts parts) {
        return new RolloutControlService(conducted, proofs, new TransactionTemplate(transactions), events, parts);
    }

    @Bean
    PlansService.Parts deliveryParts(Ids ids, Clock clock, Signals signals, DeliveryProperties properties) {
        return new PlansService.Parts(ids, clock, signals, properties);
    }

    @Bean
    Plans plans(
            Sources sources,
            Stores stores,
            PlansService.Reading reading,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events,
            PlansService.Parts parts) {
        return new PlansService(
                sources.clusters(), stores, reading, new TransactionTemplate(transactions), events, parts);
    }

    @Bean
    RolloutsService rollouts(
            Stores stores,
            RolloutsService.Conducted conducted,
            RolloutsService.Freshness freshness,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events,
            PlansService.Parts parts) {
        return new RolloutsService(stores, conducted, freshness, new TransactionTemplate(transactions), events, parts);
    }

    @Bean
    Revisions revisions(
            Clusters clusters,
            Stores stores,
            RevisionsService.History history,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events,
            PlansService.Parts parts) {
        return new RevisionsService(clusters, stores, history, new TransactionTemplate(transactions), events, parts);
    }

    @Bean
    SyncPolicies syncPolicies(
            JdbcClient jdbc,
            Clusters clusters,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events,
            Clock clock) {
        return new SyncPoliciesService(jdbc, clusters, new TransactionTemplate(transactions), events, clock);
    }

    @Bean
    RevisionsService.History revisionHistory(JdbcClient jdbc, Fingerprints fingerprints) {
        return new RevisionsService.History(new RevisionQueries(jdbc), new ObjectDiff(fingerprints));
    }
}
