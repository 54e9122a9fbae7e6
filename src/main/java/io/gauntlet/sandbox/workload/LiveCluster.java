package io.gauntlet.sandbox.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The controllers and the kubelet of one cluster. They look at it soon after something changed and when a time that they
 * wait for has come; between that they cost nothing. A cluster is looked at by one thread at a time.
 */
public final class LiveCluster {

    private static final Logger LOG = LoggerFactory.getLogger(LiveCluster.class);
    private static final int PASSES = 50;
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final ClusterObjects objects;
    private final OncePerLook<String, List<RunningPod>> seen = new OncePerLook<>();
    private final Timeline timeline;
    private final SimulationDelays delays;
    private final Cluster cluster;
    private final Nodes nodes;
    private final Claims claims;
    private final StatefulSets statefulSets;
    private final Deployments deployments;
    private final DaemonSets daemonSets;
    private final Kubelet kubelet;
    private final EndpointSlices slices;
    private final Garbage garbage;
    private final AtomicLong changes = new AtomicLong();
    private final Object schedule = new Object();
    private Instant wake = Instant.MAX;
    private boolean stopped;
    private volatile @Nullable Thread looker;

    /** @param isStuck whether the files of a pod, by namespace and name, are not renewed at the moment */
    public LiveCluster(
            ClusterObjects objects, Timeline timeline, SimulationDelays delays, BiPredicate<String, String> isStuck) {
        this.objects = new SeenObjects(objects);
        this.timeline = timeline;
        this.delays = delays;
        this.cluster = new Cluster(objects, timeline);
        this.nodes = new Nodes(cluster);
        this.claims = new Claims(cluster);
        this.statefulSets = new StatefulSets(cluster);
        this.deployments = new Deployments(cluster);
        this.daemonSets = new DaemonSets(cluster);
        this.kubelet = new Kubelet(cluster, claims, nodes, delays, isStuck);
        this.slices = new EndpointSlices(cluster);
        this.garbage = new Garbage(cluster);
    }

    /** Something changed in the cluster: look at it shortly. Cheap, takes no lock of the objects. */
    public void touched() {
        changes.incrementAndGet();
        if (Thread.currentThread().equals(looker)) {
            // Its own writes; another pass follows them anyway.
            return;
        }
        wakeAt(timeline.now().plus(delays.settle()));
    }

    /** Counts the changes of the cluster's objects; equal numbers mean that nothing has changed between. */
    public long changes() {
        return changes.get();
    }

    /** Ends the life of the cluster; what is scheduled does nothing any more. */
    public void stop() {
        synchronized (schedule) {
            stopped = true;
        }
    }

    private void wakeAt(Instant moment) {
        synchronized (schedule) {
            if (stopped || !moment.isBefore(wake)) {
                return;
            }
            wake = moment;
        }
        var delay = Duration.between(timeline.now(), moment);
        timeline.after(delay.isNegative() ? Duration.ZERO : delay, () -> run(moment));
    }

    private void run(Instant moment) {
        synchronized (schedule) {
            if (stopped || !wake.equals(moment)) {
                // An earlier moment took its place and has looked, or will look, for this one too.
                return;
            }
            wake = Instant.MAX;
        }
        try {
            look().ifPresent(this::wakeAt);
        } catch (RuntimeException unexpected) {
            // One strange object must not end the life of its cluster.
            LOG.warn("A simulated cluster could not be looked after; it is tried again.", unexpected);
            wakeAt(timeline.now().plus(RETRY));
        }
    }

    private synchronized Optional<Instant> look() {
        looker = Thread.currentThread();
        try {
            return passes();
        } finally {
            looker = null;
        }
    }

    private Optional<Instant> passes() {
        try {
            return untilNothingChanges();
        } finally {
            // Between two steps a cluster sleeps; a thousand of them must not keep their objects parsed meanwhile.
            cluster.refresh();
        }
    }

    private Optional<Instant> untilNothingChanges() {
        var next = Optional.<Instant>empty();
        for (var pass = 0; pass < PASSES; pass++) {
            cluster.refresh();
            nodes.step();
            statefulSets.step();
            deployments.step();
            daemonSets.step();
            garbage.step();
            claims.step();
            next = kubelet.step();
            slices.step();
            changes.incrementAndGet();
            if (!cluster.takeChanged()) {
                return next;
            }
        }
        return Optional.of(timeline.now().plus(delays.ready()));
    }

    /** The pods whose containers were started, by namespace and name. */
    public List<RunningPod> pods() {
        return seen.get("", _ -> running());
    }

    private List<RunningPod> running() {
        var pods = new ArrayList<>(kubelet.running());
        pods.sort(Comparator.comparing(RunningPod::namespace).thenComparing(RunningPod::name));
        return pods;
    }

    public Optional<RunningPod> pod(String namespace, String name) {
        return pods().stream()
                .filter(pod -> pod.namespace().equals(namespace) && pod.name().equals(name))
                .findFirst();
    }

    /** The addresses behind a Service that are ready, from its endpoint slice. */
    public List<JsonNode> slicesOf(String namespace, String service) {
        var found = new ArrayList<JsonNode>();
        for (var slice : objects.list("EndpointSlice")) {
            if (Tree.namespace(slice).equals(namespace)
                    && Tree.text(slice, "metadata", "labels", "kubernetes.io/service-name")
                            .equals(service)) {
                found.add(slice);
            }
        }
        return found;
    }

    /** The objects of the cluster, each read once in a look. */
    public ClusterObjects objects() {
        return objects;
    }

    public Instant now() {
        return timeline.now();
    }
}
