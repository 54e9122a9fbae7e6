package io.gauntlet.delivery;

import static java.util.Objects.requireNonNull;

import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.TestClusterApis;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.rendering.ManifestSet;
import io.gauntlet.sandbox.SandboxCluster;
import io.gauntlet.sandbox.SandboxFleet;
import io.gauntlet.sandbox.SandboxOptions;
import io.gauntlet.support.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/**
 * Control planes in processes of their own around one database and one fleet of simulated clusters, with a gate before each.
 * This process is the person: it edits, plans, pushes and looks, and does none of the work.
 */
final class Laboratory implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final DeliveryHarness harness;
    final DeliveryHarness.ControlPlane person;
    final ApiGate apis;
    final CommitGate commits;
    final SandboxFleet fleet =
            SandboxFleet.start(SandboxOptions.defaults(new byte[32]).withoutLife());
    private final DeliveryHarness.Database gated;
    private final TestClusterApis direct = new TestClusterApis();
    private final List<WorkerProcess> processes = new CopyOnWriteArrayList<>();
    private final List<String> logs = new ArrayList<>();
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
        var url = java.net.URI.create(database.url().substring("jdbc:".length()));
        apis = new ApiGate("http://127.0.0.1:" + fleet.port());
        commits = new CommitGate(url.getPort());
        gated = new DeliveryHarness.Database(
                "jdbc:postgresql://127.0.0.1:" + commits.port() + url.getPath() + "?sslmode=disable&socketTimeout=30",
                database.user(),
                database.password());
    }

    /** A process that does nothing yet. */
    WorkerProcess launch(Duration lease, Duration skew) {
        launched++;
        var process = WorkerProcess.launch(
                new WorkerMain.Settings("p" + launched, gated, lease, Duration.ofMillis(100), skew));
        processes.add(process);
        return process;
    }

    /** A cluster that runs nothing yet. */
    SandboxCluster cluster(String name) {
        var cluster = fleet.cluster(name);
        harness.cluster(name);
        harness.reached.put(requireNonNull(harness.fleet.get(name)).id(), direct.of(cluster));
        return cluster;
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
        await("the plan", () -> person.plans().get(created.id()).status() != Plan.Status.COMPUTING);
        return person.plans().get(created.id());
    }

    Plan planned(String... names) {
        return planned(person.plans()
                .create(java.util.Arrays.stream(names).map(ResourceName::new).toList()));
    }

    Rollout push(Plan plan) {
        return acknowledged(person.rollouts().push(plan.id(), "because"));
    }

    Rollout acknowledged(Rollout rollout) {
        acknowledged.add(rollout.id().value());
        return rollout;
    }

    Rollout ended(Rollout rollout) {
        await(
                "the end of the rollout",
                () -> person.rollouts().get(rollout.id()).status() != Rollout.Status.RUNNING);
        return person.rollouts().get(rollout.id());
    }

    static void await(String what, BooleanSupplier reached) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(what + " did not come within " + PATIENCE);
            }
            pause();
        }
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
        for (var process : processes) {
            logs.addAll(process.printed());
        }
        var mine = acknowledgedOf(Set.of(clusters));
        return new HistoryReader(harness).read(Set.of(clusters), apis.writes(), logs, mine);
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
