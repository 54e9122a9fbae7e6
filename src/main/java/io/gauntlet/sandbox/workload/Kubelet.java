package io.gauntlet.sandbox.workload;

import io.gauntlet.sandbox.promql.Broken;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scheduler and kubelet of all nodes: places pods, waits for what they mount, starts and restarts their containers, and
 * brings changed ConfigMaps and Secrets to them.
 */
final class Kubelet {

    private final Cluster cluster;
    private final Claims claims;
    private final Nodes nodes;
    private final Volumes volumes;
    private final SimulationDelays delays;
    private final FileRenewal renewal;
    private final Map<String, PodState> states = new HashMap<>();
    private final Map<String, RunningPod> running = new ConcurrentHashMap<>();
    private int addresses;
    private @Nullable Instant nextWake;

    /** @param isStuck whether the files of a pod, by namespace and name, are not renewed */
    Kubelet(Cluster cluster, Claims claims, Nodes nodes, SimulationDelays delays, BiPredicate<String, String> isStuck) {
        this.cluster = cluster;
        this.claims = claims;
        this.nodes = nodes;
        this.volumes = new Volumes(cluster);
        this.delays = delays;
        this.renewal = new FileRenewal(cluster, volumes, delays, this::isDue, isStuck);
    }

    /** Looks after every pod and says when it wants to look again at the latest. */
    Optional<Instant> step() {
        nextWake = null;
        var present = new HashSet<String>();
        for (var pod : cluster.list("Pod")) {
            if (Tree.isDeleted(pod)) {
                cluster.delete(pod);
                continue;
            }
            present.add(Tree.uid(pod));
            step(pod, states.computeIfAbsent(Tree.uid(pod), _ -> new PodState()));
        }
        states.keySet().retainAll(present);
        running.keySet().retainAll(present);
        return Optional.ofNullable(nextWake);
    }

    /** The pods whose containers were started. */
    Collection<RunningPod> running() {
        return running.values();
    }

    private void step(ObjectNode pod, PodState state) {
        if (Tree.text(pod, "spec", "nodeName").isEmpty() || !state.unschedulable.isEmpty()) {
            place(pod, state);
        } else {
            var problem = state.isStarted() ? Optional.<String>empty() : claims.problem(pod);
            state.unschedulable = problem.orElse("");
        }
        if (state.unschedulable.isEmpty() && !Tree.text(pod, "spec", "nodeName").isEmpty()) {
            if (state.isStarted()) {
                renewal.step(pod, state);
            } else {
                prepare(pod, state);
            }
            run(pod, state);
        }
        publish(pod, state);
        cluster.status(pod, PodStatus.of(pod, state, cluster.timestamp()));
    }

    private void place(ObjectNode pod, PodState state) {
        var problem = claims.problem(pod);
        var node = nodes.place(pod);
        state.unschedulable = problem.orElse(
                node.isPresent()
                        ? ""
                        : "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.");
        if (!state.unschedulable.isEmpty()) {
            cluster.warn(pod, "FailedScheduling", state.unschedulable);
        } else if (Tree.text(pod, "spec", "nodeName").isEmpty()) {
            var copy = pod.deepCopy();
            Tree.child(copy, "spec").put("nodeName", node.orElseThrow());
            cluster.update(copy);
        }
    }

    /** Waits until everything that is mounted is there, then for the time that a start takes. */
    private void prepare(ObjectNode pod, PodState state) {
        for (var container : Containers.of(pod)) {
            state.of(container);
        }
        try {
            state.content = volumes.collect(pod);
        } catch (Volumes.Missing missing) {
            cluster.warn(pod, "FailedMount", missing.reason());
            state.startAt = null;
            return;
        }
        if (state.startAt == null) {
            state.startAt = cluster.now().plus(delays.start());
        }
        if (isDue(state.startAt)) {
            state.startedAt = cluster.now();
            state.annotations = Tree.texts(pod, "metadata", "annotations");
            state.ip = Tree.at(pod, "spec", "hostNetwork").asBoolean(false)
                    ? Nodes.address(Nodes.indexOf(Tree.text(pod, "spec", "nodeName")))
                    : nextAddress(Tree.text(pod, "spec", "nodeName"));
        }
    }

    private String nextAddress(String node) {
        addresses++;
        return "10.244." + (Nodes.indexOf(node) + 3 * (addresses / 250 % 80)) + "." + (1 + addresses % 250);
    }

    private void run(ObjectNode pod, PodState state) {
        if (!state.isStarted()) {
            return;
        }
        for (var container : Containers.of(pod)) {
            var one = state.of(container);
            if (one.program == null && (one.restartAt == null || isDue(one.restartAt))) {
                if (one.restartAt != null) {
                    one.restarts++;
                }
                start(pod, container, state, one);
            }
        }
        for (var container : Containers.of(pod)) {
            var one = state.of(container);
            one.ready = isReady(pod, container, state, one);
        }
    }

    private void start(ObjectNode pod, JsonNode container, PodState state, PodState.Container one) {
        var content = state.content;
        if (content == null) {
            return;
        }
        CommandLine line;
        try {
            line = CommandLine.of(pod, container, state.ip, volumes);
        } catch (Volumes.Missing missing) {
            one.waitFor("CreateContainerConfigError", missing.reason());
            cluster.warn(pod, "Failed", "Error: " + missing.reason());
            return;
        }
        var component = Component.of(Tree.text(container, "image"), line.arguments());
        var flags = Flags.parse(component, line.arguments());
        var program = new Program(
                component,
                flags,
                line.environment(),
                Containers.files(pod, container, volumes, content, null),
                cluster.now());
        try {
            StartCheck.check(program, beside(state));
            one.run(program, cluster.now());
        } catch (Broken broken) {
            var name = Tree.text(container, "name") + " pod=" + Tree.name(pod) + "_" + Tree.namespace(pod) + "("
                    + Tree.uid(pod) + ")";
            one.fail(broken.reason(), name, cluster.now(), delays);
            isDue(one.restartAt);
        }
    }

    private static Optional<Program> beside(PodState state) {
        return state.containers.values().stream()
                .map(container -> container.program)
                .filter(program -> program != null && program.component().kind() == Component.Kind.PROMETHEUS)
                .findFirst();
    }

    private boolean isReady(ObjectNode pod, JsonNode container, PodState state, PodState.Container one) {
        var program = one.program;
        if (program == null || one.runningSince == null) {
            return false;
        }
        if (program.component().kind() == Component.Kind.SIDECAR
                && hasPrometheus(pod)
                && beside(state).isEmpty()) {
            return false;
        }
        return !container.has("readinessProbe") || isDue(one.runningSince.plus(delays.ready()));
    }

    private static boolean hasPrometheus(ObjectNode pod) {
        return Containers.of(pod).stream()
                .anyMatch(container ->
                        Component.of(Tree.text(container, "image"), List.of()).kind() == Component.Kind.PROMETHEUS);
    }

    private void publish(ObjectNode pod, PodState state) {
        if (state.isStarted()) {
            running.put(Tree.uid(pod), Containers.running(pod, state));
        }
    }

    /** Whether a moment has come; else the kubelet wakes then. */
    private boolean isDue(@Nullable Instant moment) {
        if (moment == null || !moment.isAfter(cluster.now())) {
            return true;
        }
        if (nextWake == null || moment.isBefore(nextWake)) {
            nextWake = moment;
        }
        return false;
    }
}
