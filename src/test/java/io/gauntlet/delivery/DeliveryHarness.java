package io.gauntlet.delivery;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.zaxxer.hikari.HikariDataSource;
import io.gauntlet.bucket.BucketId;
import io.gauntlet.bucket.Buckets;
import io.gauntlet.change.Changes;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterConfigChanged;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.delivery.PlanWorker.Engine;
import io.gauntlet.delivery.PlanWorker.Stores;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import io.gauntlet.rendering.ManifestSet;
import io.gauntlet.routing.Routings;
import io.gauntlet.rule.RuleGroups;
import io.gauntlet.stack.EffectiveStack;
import io.gauntlet.stack.StackSettings;
import io.gauntlet.stack.Stacks;
import io.gauntlet.support.SettableClock;
import io.gauntlet.support.TestDatabaseConfiguration;
import io.gauntlet.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** The module on a real database, with clusters in memory and without Spring, so that a test can stop it at any point. */
final class DeliveryHarness implements AutoCloseable {

    static final DeliveryProperties PROPERTIES = new DeliveryProperties(
            false,
            16,
            8,
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofMillis(50),
            Duration.ofHours(1),
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(1),
            Duration.ofHours(1));

    final HikariDataSource source = new HikariDataSource();
    final JdbcClient jdbc;
    final SettableClock clock = SettableClock.atNoon();
    final Map<String, Cluster> fleet = new LinkedHashMap<>();
    final Map<ClusterId, MemoryCluster> apis = new ConcurrentHashMap<>();
    /** Clusters that are reached another way than in memory. */
    final Map<ClusterId, ClusterApi> reached = new ConcurrentHashMap<>();

    final Map<String, ManifestSet> rendered = new ConcurrentHashMap<>();
    final List<Object> events = Collections.synchronizedList(new ArrayList<>());
    final JdbcTransactionManager transactions;
    final Stacks stacks = mock(Stacks.class);
    final Buckets buckets = mock(Buckets.class);
    private final StackSettings settings = mock(StackSettings.class, RETURNS_DEEP_STUBS);
    final ScriptedProofs proofs = new ScriptedProofs();
    Optional<BucketId> bucket = Optional.empty();
    final Ids ids = Ids.timeOrdered(clock);
    final Vault vault = new PlainVault();
    final Clusters clusters = mock(Clusters.class);
    final Changes changes = mock(Changes.class);

    DeliveryHarness() {
        try (var context = new AnnotationConfigApplicationContext(TestDatabaseConfiguration.class)) {
            var details = context.getBean(JdbcConnectionDetails.class);
            source.setJdbcUrl(details.getJdbcUrl());
            source.setUsername(details.getUsername());
            source.setPassword(details.getPassword());
        }
        source.setMaximumPoolSize(20);
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        jdbc = JdbcClient.create(source);
        transactions = new JdbcTransactionManager(source);
        when(clusters.all()).thenAnswer(call -> List.copyOf(fleet.values()));
        when(clusters.find(any()))
                .thenAnswer(call ->
                        Optional.ofNullable(fleet.get(call.getArgument(0).toString())));
        when(clusters.get(any(ResourceName.class)))
                .thenAnswer(call -> java.util.Objects.requireNonNull(
                        fleet.get(call.getArgument(0).toString())));
        when(clusters.get(any(ClusterId.class))).thenAnswer(call -> byId(call.getArgument(0)));
        when(stacks.effective(any(ClusterId.class))).thenAnswer(call -> stack(call.getArgument(0)));
        when(stacks.effective(anyCollection())).thenAnswer(call -> {
            Collection<ClusterId> asked = call.getArgument(0);
            return asked.stream().collect(Collectors.toMap(Function.identity(), this::stack));
        });
    }

    private Cluster byId(ClusterId id) {
        return fleet.values().stream()
                .filter(cluster -> cluster.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private EffectiveStack stack(ClusterId cluster) {
        return new EffectiveStack(
                cluster, new ResourceName("default"), settings, Map.of(), LabelSet.empty(), false, bucket, 0);
    }

    /** Adds a cluster that runs nothing yet. */
    MemoryCluster cluster(String name) {
        return cluster(name, LabelSet.empty());
    }

    MemoryCluster cluster(String name, LabelSet labels) {
        var id = new ClusterId(ids.next());
        var cluster = new Cluster(
                id,
                new ResourceName(name),
                name,
                new ResourceName(DeliveryFixtures.NAMESPACE),
                labels,
                "https://" + name + ".example",
                Cluster.State.ACTIVE,
                Optional.of("v1.34.1"),
                false,
                clock.instant(),
                0);
        fleet.put(name, cluster);
        var api = new MemoryCluster();
        apis.put(id, api);
        return api;
    }

    /** Changes what a cluster should run, like the modules that hold configuration do. */
    void configure(String name, ManifestSet set) {
        rendered.put(name, set);
        var id = java.util.Objects.requireNonNull(fleet.get(name)).id();
        var process = process();
        new TransactionTemplate(transactions)
                .executeWithoutResult(status ->
                        process.board().on(new ClusterConfigChanged(Set.of(id), "rules of " + name + " changed")));
    }

    /** One process of the control plane. */
    record ControlPlane(
            Plans plans,
            Rollouts rollouts,
            RolloutControl control,
            Revisions revisions,
            BoardService board,
            PlanWorker planWorker,
            RolloutWorker rolloutWorker,
            WaveWorker waveWorker,
            IntentWorker intentWorker) {

        /** A plan that is computed. */
        Plan plan(String... names) {
            var created = plans.create(
                    java.util.Arrays.stream(names).map(ResourceName::new).toList());
            while (planWorker.runDueOnce()) {}
            return plans.get(created.id());
        }

        /** Works until nothing is due. */
        void work() {
            while (rolloutWorker.runDueOnce() > 0) {}
        }
    }

    ControlPlane process() {
        return process(operations -> operations);
    }

    /** @param disturbed may fail instead of or after a transaction of the workers */
    ControlPlane process(UnaryOperator<TransactionOperations> disturbed) {
        var calm = new TransactionTemplate(transactions);
        var operations = disturbed.apply(calm);
        var fingerprints = new Fingerprints(jdbc, vault, ids);
        var stores = stores(fingerprints);
        var conducted = conducted();
        var tables = conducted.tables();
        var omissions = new Omissions(changes, new PendingStore(jdbc), transactions);
        var planner = planner(fingerprints);
        var freshness = freshness(stores, omissions, planner, fingerprints);
        var signals = Signals.create();
        var engine = new Engine(ids.next().toString(), PROPERTIES, clock);
        var parts = new PlansService.Parts(ids, clock, signals, PROPERTIES);
        var completion = new Completion(
                new Completion.Stores(tables.rollouts(), conducted.conductor(), stores.deliveries()),
                new Completion.ConfigEffects(stacks, buckets),
                events::add,
                operations,
                clock);
        var proof = new TargetProof(
                new TargetProof.Stores(tables.rollouts(), new ProofStore(jdbc), stores.revisions()),
                completion,
                proofs,
                operations);
        var run = new TargetRun(
                new TargetRun.Stores(tables.rollouts(), stores.applied(), stores.blobs(), fingerprints),
                new TargetRun.Afterwards(completion, proof),
                this::api,
                new RetryPolicy(PROPERTIES, () -> 0.5),
                operations,
                engine);
        var rollouts = new RolloutsService(stores, conducted, freshness, calm, events::add, parts);
        var automatic = new AutomaticPlans(stores, new RevisionQueries(jdbc), clusters, parts);
        return new ControlPlane(
                new PlansService(
                        clusters,
                        stores,
                        new PlansService.Reading(new PlanQueries(jdbc, stores.blobs(), fingerprints), omissions),
                        calm,
                        events::add,
                        parts),
                rollouts,
                new RolloutControlService(conducted, new ProofStore(jdbc), calm, events::add, parts),
                new RevisionsService(
                        clusters,
                        stores,
                        new RevisionsService.History(new RevisionQueries(jdbc), new ObjectDiff(fingerprints)),
                        calm,
                        events::add,
                        parts),
                board(stores, tables),
                new PlanWorker(stores, freshness.loader(), planner, operations, engine, signals.plansComputed()),
                new RolloutWorker(tables.rollouts(), tables.events(), run, operations, engine, signals),
                new WaveWorker(tables.waves(), conducted.conductor(), calm, signals),
                new IntentWorker(stores, rollouts, automatic, calm, parts));
    }

    private BoardService board(Stores stores, RolloutsService.RolloutTables tables) {
        return new BoardService(
                new BoardService.Tables(stores.deliveries(), new PendingStore(jdbc), tables.rollouts()),
                changes,
                clusters,
                clock);
    }

    private RolloutsService.Freshness freshness(
            Stores stores, Omissions omissions, ClusterPlanner planner, Fingerprints fingerprints) {
        var sources = new DeliveryConfiguration.Sources(
                clusters, stacks, buckets, mock(RuleGroups.class), mock(Routings.class));
        var loader = new MonitoringConfigLoader(sources, stores.deliveries(), omissions, transactions);
        return new RolloutsService.Freshness(loader, omissions, planner, fingerprints);
    }

    private ClusterPlanner planner(Fingerprints fingerprints) {
        return new ClusterPlanner(
                this::api,
                config -> java.util.Objects.requireNonNull(
                        rendered.get(config.cluster().value())),
                fingerprints,
                PROPERTIES);
    }

    private Stores stores(Fingerprints fingerprints) {
        var blobs = new BlobStore(jdbc, new NamedParameterJdbcTemplate(source), vault, fingerprints, ids);
        return new Stores(
                new PlanStore(jdbc),
                new IntentStore(jdbc),
                new DraftStore(jdbc, ids),
                blobs,
                new AppliedStore(jdbc),
                new DeliveryStore(jdbc),
                new RevisionStore(jdbc, blobs));
    }

    private RolloutsService.Conducted conducted() {
        var written = new RolloutEvents(jdbc);
        var tables = new RolloutsService.RolloutTables(
                new PushStore(jdbc, ids),
                new RolloutStore(jdbc, written),
                new WaveStore(jdbc),
                new RolloutEnds(jdbc, written),
                new RolloutQueries(jdbc),
                written);
        return new RolloutsService.Conducted(
                tables, new RolloutConductor(tables.waves(), tables.ends(), written, clock), approvals());
    }

    /** Rules and approvals, in the name of who is signed in on the thread of the test. */
    ApprovalsService approvals() {
        return new ApprovalsService(
                new ApprovalStore(jdbc),
                new PlanStore(jdbc),
                clusters,
                new TransactionTemplate(transactions),
                events::add,
                clock);
    }

    ClusterApi api(ClusterId cluster) {
        var real = reached.get(cluster);
        return real != null ? real : java.util.Objects.requireNonNull(apis.get(cluster));
    }

    /** What happens to the claims of a process that was killed. */
    void leasesRunOut() {
        jdbc.sql(
                        "update rollout_target set lease_until = clock_timestamp() - interval '1 second' where lease_until is not null")
                .update();
        jdbc.sql("update plan set lease_until = clock_timestamp() - interval '1 second' where lease_until is not null")
                .update();
    }

    @Override
    public void close() {
        source.close();
    }

    /** Binds to the place without hiding; the cipher is tested elsewhere. The bytes are turned, so that a canary would show. */
    private static final class PlainVault implements Vault {

        @Override
        public byte[] seal(Secret secret, Place place) {
            return Base64.getEncoder().encode((place + "\n" + secret.reveal()).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Secret open(byte[] sealed, Place place) {
            var text = new String(Base64.getDecoder().decode(sealed), StandardCharsets.UTF_8);
            var head = place + "\n";
            if (!text.startsWith(head)) {
                throw new IllegalStateException("sealed for another place");
            }
            return Secret.of(text.substring(head.length()));
        }
    }
}
