package io.gauntlet.delivery;

import static java.util.Objects.requireNonNull;

import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.TestClusterApis;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.rendering.Manifest;
import io.gauntlet.rendering.ManifestSet;
import io.gauntlet.sandbox.SandboxCluster;
import io.gauntlet.sandbox.SandboxFleet;
import io.gauntlet.sandbox.SandboxOptions;
import io.gauntlet.support.SettableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Control planes in processes of their own around one database and one fleet of simulated clusters, with a gate before each.
 * This process is the person: it edits, plans, pushes and looks, and does none of the work.
 */
final class Laboratory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Laboratory.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final DeliveryHarness harness;
    final DeliveryHarness.ControlPlane person;
    final ApiGate apis;
    final CommitGate commits;
    final SandboxFleet fleet =
            SandboxFleet.start(SandboxOptions.defaults(new byte[32]).withoutLife());
    private final DeliveryHarness.Database database;
    private final TestClusterApis direct = new TestClusterApis();
    private final List<WorkerProcess> processes = new CopyOnWriteArrayList<>();
    private final Set<UUID> acknowledged = new HashSet<>();
    private int launched;

    Laboratory() {
        this(DeliveryHarness.Database.fresh());
    }

    Laboratory(DeliveryHarness.Database database) {
        harness = new DeliveryHarness(database, DeliveryHarness.PROPERTIES, new SettableClock(Instant.now()));
        harness.migrate();
        HistoryTables.install(harness.jdbc);
        harness.publisher = HistoryTables.trail(harness.jdbc);
        person = harness.process();
        this.database = database;
        apis = new ApiGate("http://127.0.0.1:" + fleet.port());
        commits = new CommitGate(address().getPort());
    }

    private URI address() {
        return URI.create(database.url().substring("jdbc:".length()));
    }

    /** The database behind the gate, with the limits that the product sets, only shorter. */
    private DeliveryHarness.Database gated(String process) {
        var url = "jdbc:postgresql://127.0.0.1:" + commits.port() + address().getPath()
                + "?sslmode=disable&assumeMinServerVersion=18&ApplicationName=" + process
                + "&socketTimeout=5&options=-c%20idle_in_transaction_session_timeout=2000";
        return new DeliveryHarness.Database(url, database.user(), database.password());
    }

    /** A process that does nothing yet. */
    WorkerProcess launch(Duration lease, Duration skew) {
        var name = "p" + ++launched;
        var process =
                WorkerProcess.launch(new WorkerMain.Settings(name, gated(name), lease, Duration.ofMillis(100), skew));
        processes.add(process);
        return process;
    }

    /** Sets a trap at both gates, in place of the last one. */
    void set(Trap trap) {
        apis.set(trap);
        commits.set(trap);
    }

    /** A cluster that runs nothing yet. */
    SandboxCluster cluster(String name) {
        var cluster = fleet.cluster(name);
        harness.cluster(name);
        harness.reached.put(requireNonNull(harness.fleet.get(name)).id(), direct.of(cluster));
        return cluster;
    }

    /** Everything that is not as promised about clusters and what they should have now. */
    List<String> wrong(Map<String, ManifestSet> wanted) {
        var names = wanted.keySet().toArray(String[]::new);
        var wrong = new ArrayList<String>();
        HistoryChecker.strict().violations(history(names)).forEach(violation -> wrong.add(violation.toString()));
        wanted.forEach((name, set) -> wrong.addAll(differing(name, set, ever(name))));
        return wrong;
    }

    /** Everything that any work of these tests puts into a cluster. */
    private static Set<ObjectRef> ever(String name) {
        return KillScenario.full(name).manifests().stream().map(Manifest::ref).collect(Collectors.toSet());
    }

    /** Leaves a cluster alone from now on. */
    void forget(String name) {
        harness.fleet.remove(name);
    }

    ClusterApi live(String name) {
        return harness.api(requireNonNull(harness.fleet.get(name)).id());
    }

    /** Changes what a cluster should run, and tells the processes. */
    void configure(String name, ManifestSet set, WorkerProcess... told) {
        harness.configure(name, set);
        for (var process : told) {
            tell(process, name);
        }
    }

    /** Tells a process of a cluster, which it reaches through the gate under its own name. */
    void tell(WorkerProcess process, String name) {
        var cluster = fleet.find(name).orElseThrow();
        var path = cluster.url().substring(cluster.url().indexOf("/clusters/"));
        process.learn(StackLine.of(
                requireNonNull(harness.fleet.get(name)).id().toString(),
                name,
                apis.url(process.name(), path),
                cluster.adminToken(),
                requireNonNull(harness.rendered.get(name))));
    }

    /** A plan that some process has computed. */
    Plan planned(Plan created) {
        return await(
                "the plan",
                () -> Optional.of(person.plans().get(created.id()))
                        .filter(now -> now.status() != Plan.Status.COMPUTING));
    }

    Plan planned(String... names) {
        return planned(person.plans()
                .create(java.util.Arrays.stream(names).map(ResourceName::new).toList()));
    }

    Rollout push(Plan plan) {
        if (plan.status() != Plan.Status.READY) {
            throw new IllegalStateException("the plan is not ready: " + plan + ", " + logs());
        }
        return acknowledged(person.rollouts().push(plan.id(), "because"));
    }

    Rollout acknowledged(Rollout rollout) {
        acknowledged.add(rollout.id().value());
        return rollout;
    }

    Rollout ended(Rollout rollout) {
        return await(
                "the end of the rollout",
                () -> Optional.of(person.rollouts().get(rollout.id()))
                        .filter(now -> now.status() != Rollout.Status.RUNNING));
    }

    /** Asks until there is an answer; a database that is away for a moment is asked again. */
    <T> T await(String what, Supplier<Optional<T>> question) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            try {
                var answer = question.get();
                if (answer.isPresent()) {
                    return answer.get();
                }
            } catch (DataAccessException | TransactionException away) {
                LOG.debug("asked again", away);
            }
            pause();
        }
        throw new IllegalStateException(what + " did not come within " + PATIENCE + ": " + logs());
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** What happened to these clusters so far. */
    History history(String... clusters) {
        var mine = acknowledgedOf(Set.of(clusters));
        return new HistoryReader(harness).read(Set.of(clusters), apis.writes(), logs(), mine);
    }

    /** What all processes have printed so far. */
    List<String> logs() {
        return processes.stream().flatMap(process -> process.printed().stream()).toList();
    }

    private Set<UUID> acknowledgedOf(Set<String> clusters) {
        var others = new HashSet<>(harness.jdbc
                .sql("select rollout_id from rollout_target where not (name = any (:names))")
                .param("names", clusters.toArray(String[]::new))
                .query(UUID.class)
                .list());
        var mine = new HashSet<>(acknowledged);
        mine.removeAll(others);
        return mine;
    }

    /** Objects of a cluster that are not what they should be: applying them once more would change something. */
    List<String> differing(String name, ManifestSet wanted, Set<ObjectRef> ever) {
        return new LiveCheck(live(name)).differing(wanted, ever);
    }

    @Override
    public void close() {
        processes.forEach(WorkerProcess::close);
        apis.close();
        commits.close();
        direct.close();
        fleet.close();
        harness.close();
    }
}
