package io.gauntlet.proof;

import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.LiveObject;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSelector.Operator;
import io.gauntlet.kernel.LabelSelector.Requirement;
import io.gauntlet.kernel.ResourceType;
import io.gauntlet.proof.Expectation.Kind;
import io.gauntlet.proof.Expectation.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The pods and workloads of a stack as its API server showed them in one look. Workloads are read first: what one says of all
 * its pods then holds for the pods that are seen. Of a DaemonSet, which has a pod on every node,
 * only the counts of its controller are read.
 */
final class StackPods {

    private static final ResourceType PODS = new ResourceType("", "v1", "Pod", "pods", true);
    /** Of so many nodes of a DaemonSet one may be down. */
    private static final int NODES_PER_LOSS = 20;

    private final List<StackPod> pods;
    private final List<LiveObject> workloads;

    private StackPods(List<StackPod> pods, List<LiveObject> workloads) {
        this.pods = pods;
        this.workloads = workloads;
    }

    /** All that is expected. */
    static StackPods read(ClusterApi api, Expectation expected) {
        return read(api, expected, expected.workloads());
    }

    /** Some of the workloads, and the pods of all. */
    static StackPods read(ClusterApi api, Expectation expected, Collection<Workload> workloads) {
        var owned = new Requirement(ExpectationReader.OWNER, Operator.IN, Set.of(expected.cluster()));
        var calls = new ArrayList<Supplier<List<LiveObject>>>();
        workloads.stream()
                .map(Workload::kind)
                .distinct()
                .forEach(kind -> calls.add(() -> {
                    var type = new ResourceType("apps", "v1", kind.kind, kind.plural, true);
                    return api.list(type, expected.namespace(), new LabelSelector(List.of(owned)));
                }));
        var lists = SideBySide.all(calls);
        var pods = api.list(PODS, expected.namespace(), podsOf(expected, owned)).stream()
                .filter(live -> live.content()
                        .path("metadata")
                        .path("deletionTimestamp")
                        .isMissingNode())
                .map(StackPod::of)
                .sorted(Comparator.comparing(StackPod::name))
                .toList();
        return new StackPods(pods, lists.stream().flatMap(List::stream).toList());
    }

    private static LabelSelector podsOf(Expectation expected, Requirement owned) {
        var everywhere = expected.workloads().stream()
                .filter(workload -> workload.kind() == Kind.DAEMON_SET)
                .map(Workload::component)
                .collect(Collectors.toSet());
        return new LabelSelector(
                everywhere.isEmpty()
                        ? List.of(owned)
                        : List.of(owned, new Requirement(ExpectationReader.COMPONENT, Operator.NOT_IN, everywhere)));
    }

    /** All pods of a component. */
    List<StackPod> of(String component) {
        return pods.stream().filter(pod -> pod.component().equals(component)).toList();
    }

    /** The pods that a workload has to have, without those that a StatefulSet is to lose. */
    List<StackPod> of(Workload workload) {
        var names = names(workload);
        return of(workload.component()).stream()
                .filter(pod -> workload.kind() == Kind.STATEFUL_SET ? names.contains(pod.name()) : !pod.ended())
                .toList();
    }

    /** A pod of a component by its name. */
    Optional<StackPod> find(String component, String name) {
        return of(component).stream().filter(pod -> pod.name().equals(name)).findFirst();
    }

    /** Names of the pods that a StatefulSet has to have. */
    static List<String> names(Workload workload) {
        var names = new ArrayList<String>();
        for (var ordinal = 0; ordinal < workload.replicas(); ordinal++) {
            names.add(workload.name() + "-" + ordinal);
        }
        return names;
    }

    /** Whether a pod of a StatefulSet is of its newest template; not while the controller has not seen that template yet. */
    boolean newest(Workload workload, StackPod pod) {
        var update = status(workload).path("updateRevision").asString("");
        return takenUp(workload) && !update.isEmpty() && pod.revision().equals(update);
    }

    private boolean takenUp(Workload workload) {
        return find(workload)
                .filter(live -> live.content()
                                .path("status")
                                .path("observedGeneration")
                                .asLong(-1)
                        >= live.content().path("metadata").path("generation").asLong(0))
                .isPresent();
    }

    /** Whether there is such a workload. */
    boolean exists(Workload workload) {
        return find(workload).isPresent();
    }

    /** Why the workload has not rolled out its newest template to all its pods; empty when it has. */
    Optional<String> unfinished(Workload workload) {
        if (!exists(workload)) {
            return Optional.of(workload.kind().kind + " " + workload.name() + " is not there");
        }
        if (!takenUp(workload)) {
            return Optional.of(workload.name() + " was not taken up by its controller yet");
        }
        var status = status(workload);
        var daemon = workload.kind() == Kind.DAEMON_SET;
        var wanted = daemon ? status.path("desiredNumberScheduled").asInt(0) : workload.replicas();
        var updated = status.path(daemon ? "updatedNumberScheduled" : "updatedReplicas")
                .asInt(0);
        var ready = status.path(daemon ? "numberReady" : "readyReplicas").asInt(0);
        var all = daemon ? wanted : status.path("replicas").asInt(0);
        var enough = daemon ? wanted - wanted / NODES_PER_LOSS : wanted;
        return updated >= enough && ready >= enough && all <= wanted
                ? Optional.empty()
                : Optional.of(workload.name() + ": " + updated + " of " + wanted + " updated, " + ready + " ready"
                        + (all > wanted ? ", " + (all - wanted) + " to go" : ""));
    }

    /** How many pods of a DaemonSet are ready, of how many. */
    String nodes(Workload workload) {
        var status = status(workload);
        return status.path("numberReady").asInt(0) + " of "
                + status.path("desiredNumberScheduled").asInt(0) + " nodes";
    }

    private JsonNode status(Workload workload) {
        return find(workload)
                .map(live -> live.content().path("status"))
                .orElse(tools.jackson.databind.node.MissingNode.getInstance());
    }

    private Optional<LiveObject> find(Workload workload) {
        return workloads.stream()
                .filter(live -> live.ref().name().equals(workload.name())
                        && live.ref().type().kind().equals(workload.kind().kind))
                .findFirst();
    }
}
