package io.gauntlet.delivery;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
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
import io.gauntlet.rendering.SettingsFixtures;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationEventPublisher;
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

    /** Where a database is and how to get in. */
    record Database(String url, String user, String password) {

        /** A new one, empty. */
        static Database fresh() {
            try (var context = new AnnotationConfigApplicationContext(TestDatabaseConfiguration.class)) {
                var details = context.getBean(JdbcConnectionDetails.class);
                return new Database(
                        details.getJdbcUrl(),
                        Objects.requireNonNull(details.getUsername()),
                        Objects.requireNonNull(details.getPassword()));
            }
        }
    }

    final DeliveryProperties properties;
    final HikariDataSource source = new HikariDataSource();
    final JdbcClient jdbc;
    final SettableClock clock;
    final Map<String, Cluster> fleet = new LinkedHashMap<>();
    final Map<ClusterId, MemoryCluster> apis = new ConcurrentHashMap<>();
    /** Clusters that are reached another way than in memory. */
    final Map<ClusterId, ClusterApi> reached = new ConcurrentHashMap<>();

    final Map<String, ManifestSet> rendered = new ConcurrentHashMap<>();
    final List<Object> events = Collections.synchronizedList(new ArrayList<>());
    final JdbcTransactionManager transactions;
    final Stacks stacks = mock(Stacks.class);
    final Buckets buckets = mock(Buckets.class);
    private final StackSettings settings = SettingsFixtures.minimal();
    final ScriptedProofs proofs = new ScriptedProofs();
    Optional<BucketId> bucket = Optional.empty();
    final Ids ids;
    final Vault vault = new PlainVault();
    /** Where the events of changes go, inside their transactions. */
    ApplicationEventPublisher publisher = events::add;

    final Clusters clusters = mock(Clusters.class);
    final Changes changes = mock(Changes.class);

    DeliveryHarness() {
        this(Database.fresh(), PROPERTIES, SettableClock.atNoon());
        migrate();
    }

    /** On a database that somebody else brings up to date. */
    DeliveryHarness(Database database, DeliveryProperties properties, SettableClock clock) {
        this.properties = properties;
        this.clock = clock;
        ids = Ids.timeOrdered(clock);
        source.setJdbcUrl(database.url());
        source.setUsername(database.user());
        source.setPassword(database.password());
        source.setMaximumPoolSize(20);
        jdbc = JdbcClient.create(source);
        transactions = new JdbcTransactionManager(source);
        when(clusters.countEnabled(any()))
                .thenAnswer(call -> Math.toIntExact(fleet.values().stream()
                        .filter(cluster -> call.<Collection<?>>getArgument(0).contains(cluster.id()))
                        .count()));
        when(clusters.all()).thenAnswer(call -> List.copyOf(fleet.values()));
        when(clusters.find(any()))
                .thenAnswer(call ->
                        Optional.ofNullable(fleet.get(call.getArgument(0).toString())));
        when(clusters.get(any(ResourceName.class)))
                .thenAnswer(call ->
                        Objects.requireNonNull(fleet.get(call.getArgument(0).toString())));
        when(clusters.get(any(ClusterId.class))).thenAnswer(call -> byId(call.getArgument(0)));
        when(stacks.effective(any(ClusterId.class))).thenAnswer(call -> stack(call.getArgument(0)));
        when(stacks.effective(anyCollection())).thenAnswer(call -> {
            Collection<ClusterId> asked = call.getArgument(0);
            return asked.stream().collect(Collectors.toMap(Function.identity(), this::stack));
        });
    }

    void migrate() {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .load()
                .migrate();
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
        return cluster(new ClusterId(ids.next()), name, labels);
    }

    /** Adds a cluster that another process knows under this id. */
    MemoryCluster cluster(ClusterId id, String name, LabelSet labels) {
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
        var id = Objects.requireNonNull(fleet.get(name)).id();
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
            IntentWorker intentWorker,
            PushQueueService queue,
            QueueWorker queueWorker,
            Retries retries,
            Signals signals) {

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
        return process(disturbed, ids.next().toString());
    }

    /** @param owner the name under which it claims work */
    ControlPlane process(UnaryOperator<TransactionOperations> disturbed, String owner) {
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
        var engine = new Engine(owner, properties, clock);
        var parts = new PlansService.Parts(ids, clock, signals, properties);
        var run = run(stores, conducted, operations, engine);
        var rollouts = new RolloutsService(stores, conducted, freshness, calm, publisher, parts);
        var automatic = new AutomaticPlans(stores, new RevisionQueries(jdbc), clusters, parts);
        return new ControlPlane(
                new PlansService(clusters, stores, reading(stores, omissions), calm, publisher, parts),
                rollouts,
                new RolloutControlService(conducted, new ProofStore(jdbc), calm, publisher, parts),
                new RevisionsService(
                        clusters,
                        stores,
                        new RevisionsService.History(new RevisionQueries(jdbc), new ObjectDiff(fingerprints)),
                        calm,
                        publisher,
                        parts),
                board(stores, tables),
                new PlanWorker(
                        stores,
                        freshness.loader(),
                        planner,
                        operations,
                        engine,
                        new PlanWorker.Afterwards(conducted.approvals(), signals.plansComputed())),
                new RolloutWorker(tables.rollouts(), tables.events(), run, operations, engine, signals),
                new WaveWorker(tables.waves(), conducted.conductor(), calm, signals),
                new IntentWorker(stores, rollouts, automatic, conducted.queue(), calm, parts),
                conducted.queue(),
                queueWorker(stores, conducted, rollouts, parts),
                new RetriesService(clusters, stores.plans(), tables.queries(), calm, publisher, parts),
                signals);
    }

    private TargetRun run(
            Stores stores, RolloutsService.Conducted conducted, TransactionOperations operations, Engine engine) {
        var tables = conducted.tables();
        var completion = new Completion(
                new Completion.Stores(tables.rollouts(), conducted.conductor(), stores.deliveries()),
                new Completion.ConfigEffects(stacks, buckets),
                publisher,
                operations,
                clock);
        var proof = new TargetProof(
                new TargetProof.Stores(tables.rollouts(), new ProofStore(jdbc), stores.revisions()),
                completion,
                proofs,
                operations);
        return new TargetRun(
                new TargetRun.Stores(
                        tables.rollouts(), stores.applied(), stores.blobs(), new Fingerprints(jdbc, vault, ids)),
                new TargetRun.Afterwards(completion, proof),
                this::api,
                new RetryPolicy(properties, () -> 0.5),
                operations,
                engine);
    }

    private PlansService.Reading reading(Stores stores, Omissions omissions) {
        return new PlansService.Reading(
                new PlanQueries(jdbc, stores.blobs(), new Fingerprints(jdbc, vault, ids)),
                omissions,
                new PlanEstimates(jdbc, properties.clustersInFlight()));
    }

    private QueueWorker queueWorker(
            Stores stores, RolloutsService.Conducted conducted, RolloutsService rollouts, PlansService.Parts parts) {
        return new QueueWorker(
                new QueueWorker.Pushing(new QueueStore(jdbc), stores.plans(), conducted, rollouts),
                new QueueWorker.Fleet(clusters, this::api),
                new TransactionTemplate(transactions),
                parts,
                () -> 0.0);
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
                config -> Objects.requireNonNull(rendered.get(config.cluster().value())),
                fingerprints,
                properties);
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
        var queue = new PushQueueService(
                new PushQueueService.Tables(
                        new QueueStore(jdbc), new PlanStore(jdbc), new DeliveryStore(jdbc), written),
                new TransactionTemplate(transactions),
                events::add,
                clock);
        return new RolloutsService.Conducted(
                tables, new RolloutConductor(tables.waves(), tables.ends(), written, clock), approvals(), queue);
    }

    /** Rules and approvals, in the name of who is signed in on the thread of the test. */
    ApprovalsService approvals() {
        return new ApprovalsService(
                new ApprovalsService.Tables(new ApprovalStore(jdbc), new PlanStore(jdbc), new RolloutEvents(jdbc)),
                clusters,
                new TransactionTemplate(transactions),
                events::add,
                clock);
    }

    ClusterApi api(ClusterId cluster) {
        var real = reached.get(cluster);
        return real != null ? real : Objects.requireNonNull(apis.get(cluster));
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
