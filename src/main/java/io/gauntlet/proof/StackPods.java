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
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The pods and workloads of a stack as its API server showed them in one look. */
final class StackPods {

    static final ResourceType PODS = new ResourceType("", "v1", "Pod", "pods", true);

    private final List<Pod> pods;
    private final Map<Kind, List<LiveObject>> workloads;

    private StackPods(List<Pod> pods, Map<Kind, List<LiveObject>> workloads) {
        this.pods = pods;
        this.workloads = workloads;
    }

    /** A pod that is not being deleted. */
    record Pod(LiveObject live, String name, String component, boolean ready, String revision, String problem) {

        /** The port that the first container of the pod names {@code http}, which is where all programs of a stack answer. */
        Optional<Integer> httpPort() {
            for (var container : live.content().path("spec").path("containers").values()) {
                for (var port : container.path("ports").values()) {
                    if ("http".equals(port.path("name").asString(""))) {
                        return Optional.of(port.path("containerPort").asInt(0));
                    }
                }
            }
            return Optional.empty();
        }

        private static Pod of(LiveObject live) {
            var content = live.content();
            var labels = content.path("metadata").path("labels");
            return new Pod(
                    live,
                    live.ref().name(),
                    labels.path(ExpectationReader.COMPONENT).asString(""),
                    ready(content),
                    labels.path("controller-revision-hash").asString(""),
                    problem(content));
        }

        private static boolean ready(JsonNode pod) {
            return pod.path("status")
                    .path("conditions")
                    .valueStream()
                    .anyMatch(condition -> "Ready".equals(condition.path("type").asString(""))
                            && "True".equals(condition.path("status").asString("")));
        }

        /** Why a container waits or what ended it, as far as kubelet tells. */
        private static String problem(JsonNode pod) {
            for (var container : pod.path("status").path("containerStatuses").values()) {
                for (var state : List.of("waiting", "terminated")) {
                    var told = container.path("state").path(state);
                    if (told.isObject() && !container.path("ready").asBoolean(false)) {
                        return Told.line(container.path("name").asString("") + " "
                                + told.path("reason").asString("waits") + " "
                                + told.path("message").asString(""));
                    }
                }
            }
            for (var condition : pod.path("status").path("conditions").values()) {
                if ("PodScheduled".equals(condition.path("type").asString(""))
                        && "False".equals(condition.path("status").asString(""))) {
                    return Told.line(
                            "not scheduled: " + condition.path("message").asString(""));
                }
            }
            return "not ready";
        }
    }

    static StackPods read(ClusterApi api, Expectation expected) {
        var selector = new LabelSelector(
                List.of(new Requirement(ExpectationReader.OWNER, Operator.IN, Set.of(expected.cluster()))));
        var pods = api.list(PODS, expected.namespace(), selector).stream()
                .filter(live -> live.content()
                        .path("metadata")
                        .path("deletionTimestamp")
                        .isMissingNode())
                .map(Pod::of)
                .sorted(Comparator.comparing(Pod::name))
                .toList();
        var workloads = new EnumMap<Kind, List<LiveObject>>(Kind.class);
        for (var kind : Kind.values()) {
            var type = new ResourceType("apps", "v1", kind.kind, kind.plural, true);
            workloads.put(kind, api.list(type, expected.namespace(), selector));
        }
        return new StackPods(pods, workloads);
    }

    List<Pod> of(String component) {
        return pods.stream().filter(pod -> pod.component().equals(component)).toList();
    }

    /** The pods of a workload; those of an older template are not among them where the API tells them apart. */
    List<Pod> current(Workload workload) {
        var update = status(workload).path("updateRevision").asString("");
        return of(workload.component()).stream()
                .filter(pod -> workload.kind() != Kind.STATEFUL_SET
                        || (pod.name().startsWith(workload.name() + "-")
                                && pod.revision().equals(update)))
                .toList();
    }

    /** Names of the pods that have to be there and are not of the newest template, or are not there at all. */
    List<String> missing(Workload workload) {
        var there = current(workload).stream().map(Pod::name).toList();
        var result = new ArrayList<String>();
        if (workload.kind() == Kind.STATEFUL_SET) {
            for (var ordinal = 0; ordinal < workload.replicas(); ordinal++) {
                var name = workload.name() + "-" + ordinal;
                if (!there.contains(name)) {
                    result.add(name);
                }
            }
        } else {
            for (var number = there.size(); number < workload.replicas(); number++) {
                result.add(workload.name() + " (" + (number + 1) + " of " + workload.replicas() + ")");
            }
        }
        return result;
    }

    /** Whether a pod of this name runs, of whatever template. */
    boolean exists(String pod) {
        return pods.stream().anyMatch(other -> other.name().equals(pod));
    }

    /** Why the workload has not rolled out its newest template to all its pods; empty when it has. */
    Optional<String> unfinished(Workload workload) {
        var live = find(workload);
        if (live.isEmpty()) {
            return Optional.of(workload.kind().kind + " " + workload.name() + " is not there");
        }
        var status = status(workload);
        var generation =
                live.get().content().path("metadata").path("generation").asLong(0);
        if (status.path("observedGeneration").asLong(0) < generation) {
            return Optional.of(workload.name() + " was not taken up by its controller yet");
        }
        var daemon = workload.kind() == Kind.DAEMON_SET;
        var wanted = daemon ? status.path("desiredNumberScheduled").asInt(0) : workload.replicas();
        var updated = status.path(daemon ? "updatedNumberScheduled" : "updatedReplicas")
                .asInt(0);
        var ready = status.path(daemon ? "numberReady" : "readyReplicas").asInt(0);
        var all = daemon ? wanted : status.path("replicas").asInt(0);
        if (updated >= wanted && ready >= wanted && all <= wanted) {
            return Optional.empty();
        }
        return Optional.of(workload.name() + ": " + updated + " of " + wanted + " updated, " + ready + " ready");
    }

    private JsonNode status(Workload workload) {
        return find(workload)
                .map(live -> live.content().path("status"))
                .orElse(tools.jackson.databind.node.MissingNode.getInstance());
    }

    private Optional<LiveObject> find(Workload workload) {
        return workloads.getOrDefault(workload.kind(), List.of()).stream()
                .filter(live -> live.ref().name().equals(workload.name()))
                .findFirst();
    }
}
