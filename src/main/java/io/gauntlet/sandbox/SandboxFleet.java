package io.gauntlet.sandbox;

import io.gauntlet.sandbox.api.ClusterServer;
import io.gauntlet.sandbox.api.PodProxy;
import io.gauntlet.sandbox.api.SharedMemory;
import io.gauntlet.sandbox.endpoint.SimulatedCluster;
import io.gauntlet.sandbox.workload.SimulationDelays;
import io.gauntlet.sandbox.workload.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * Simulated clusters in this process, all behind one port of the loopback interface. State is in memory only. Safe for many
 * threads; closing ends everything that was started.
 */
public final class SandboxFleet implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final SandboxOptions options;
    private final ConcurrentMap<String, SandboxCluster> clusters = new ConcurrentHashMap<>();
    private final SharedMemory memory = new SharedMemory();
    private final ScheduledExecutorService life = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("sandbox-", 0).factory());
    private final Timeline timeline;
    private final SimulationDelays delays;
    private final HttpListener listener;

    private SandboxFleet(SandboxOptions options, SimulationDelays delays) {
        this.options = options;
        this.delays = delays;
        this.timeline = Timeline.of(options.clock(), life);
        this.listener = new HttpListener(options.port(), options.clock(), this::find);
    }

    /** Starts a fleet without clusters. */
    public static SandboxFleet start(SandboxOptions options) {
        return new SandboxFleet(options, SimulationDelays.defaults());
    }

    /** The cluster of this name, made if it does not exist. */
    public SandboxCluster cluster(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a cluster name: " + name);
        }
        return clusters.computeIfAbsent(name, this::create);
    }

    public Optional<SandboxCluster> find(String name) {
        return Optional.ofNullable(clusters.get(name));
    }

    public List<String> names() {
        return clusters.keySet().stream().sorted().toList();
    }

    public int port() {
        return listener.port();
    }

    private SandboxCluster create(String name) {
        var pods = new AtomicReference<>(PodProxy.NOBODY);
        var faults = new Faults();
        var settings = new ClusterServer.Settings(name, options.version(), options.gateway());
        var server = new ClusterServer(settings, options.secret(), options.clock(), memory, pods::get);
        if (options.alive()) {
            var simulated = SimulatedCluster.of(server.controllers(), timeline, delays, faults::stopsRenewal);
            pods.set(new LivingPods(simulated.endpoints()));
            server.onWrite(() -> simulated.live().touched());
            faults.onRepair(() -> simulated.live().touched());
        }
        return new SandboxCluster(name, "http://127.0.0.1:" + port() + HttpListener.PREFIX + name, server, faults);
    }

    /** Ends all clusters; what is stored is lost. */
    @Override
    public void close() {
        listener.close();
        life.shutdownNow();
    }
}
