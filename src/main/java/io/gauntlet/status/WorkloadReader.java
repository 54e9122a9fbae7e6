package io.gauntlet.status;

import io.gauntlet.cluster.LiveObject;
import io.gauntlet.kernel.UntrustedText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns workloads and pods, as a cluster sent them, into the state of each component. Reads nothing but these objects. */
final class WorkloadReader {

    static final String COMPONENT_LABEL = "app.kubernetes.io/component";
    static final String PROMETHEUS = "prometheus";
    static final String SIDECAR = "sidecar";

    private final Instant now;
    private final Duration settle;

    /** @param settle how long a new pod may take to become ready */
    WorkloadReader(Instant now, Duration settle) {
        this.now = now;
        this.settle = settle;
    }

    /** The components in the order of {@link Components#ORDER}; workloads without a component label are left out. */
    List<ComponentStatus> read(List<LiveObject> workloads, List<LiveObject> pods) {
        var podsOf = new LinkedHashMap<String, List<Pod>>();
        for (var pod : pods) {
            podsOf.computeIfAbsent(component(pod.content()), name -> new ArrayList<>())
                    .add(Pod.of(pod.content()));
        }
        var counts = new LinkedHashMap<String, Counts>();
        for (var workload : workloads) {
            var name = component(workload.content());
            if (!name.isEmpty()) {
                counts.merge(name, Counts.of(workload.content()), Counts::plus);
            }
        }
        var result = new ArrayList<ComponentStatus>();
        counts.forEach((name, count) -> {
            var own = podsOf.getOrDefault(name, List.of());
            result.add(status(name, count, own));
            if (PROMETHEUS.equals(name) && count.sidecarImage != null) {
                result.add(status(SIDECAR, count.ofSidecars(own), own));
            }
        });
        result.sort(Components.ORDER);
        return result;
    }

    private ComponentStatus status(String name, Counts count, List<Pod> pods) {
        var error = pods.stream()
                .map(Pod::error)
                .filter(text -> text != null)
                .findFirst()
                .orElse(null);
        var rolling = !count.observed
                || count.updated < count.desired
                || pods.stream().anyMatch(pod -> !pod.ready() && pod.youngerThan(settle, now));
        var nodes = new TreeSet<String>();
        pods.stream().map(Pod::node).filter(node -> !node.isEmpty()).forEach(nodes::add);
        return new ComponentStatus(
                name,
                judge(name, count, rolling, error),
                count.desired,
                count.ready,
                count.updated,
                count.version,
                pods.stream().mapToInt(Pod::restarts).sum(),
                error,
                List.copyOf(nodes));
    }

    private static Health judge(String name, Counts count, boolean rolling, @Nullable String error) {
        if (count.ready >= count.desired && count.updated >= count.desired && count.observed) {
            return Health.HEALTHY;
        }
        if (rolling && error == null) {
            return Health.ROLLING;
        }
        return count.ready == 0 && Components.essential(name) ? Health.DOWN : Health.DEGRADED;
    }

    private static String component(JsonNode object) {
        return object.path("metadata").path("labels").path(COMPONENT_LABEL).asString("");
    }

    /** Numbers of a workload. Daemon sets count nodes, the others replicas. */
    private record Counts(
            int desired,
            int ready,
            int updated,
            boolean observed,
            String version,
            @Nullable String sidecarImage) {

        static Counts of(JsonNode workload) {
            var status = workload.path("status");
            var daemon = status.has("desiredNumberScheduled");
            var desired = daemon
                    ? status.path("desiredNumberScheduled").asInt(0)
                    : workload.path("spec").path("replicas").asInt(1);
            var ready = status.path(daemon ? "numberReady" : "readyReplicas").asInt(0);
            var updated = status.path(daemon ? "updatedNumberScheduled" : "updatedReplicas")
                    .asInt(0);
            var generation = workload.path("metadata").path("generation").asLong(0);
            String image = "";
            String sidecar = null;
            for (var container :
                    workload.path("spec").path("template").path("spec").path("containers")) {
                if (container.path("name").asString("").contains(SIDECAR)) {
                    sidecar = container.path("image").asString("");
                } else if (image.isEmpty()) {
                    image = container.path("image").asString("");
                }
            }
            var observed = status.path("observedGeneration").asLong(0) >= generation;
            return new Counts(desired, ready, updated, observed, tag(image), sidecar);
        }

        Counts plus(Counts other) {
            return new Counts(
                    desired + other.desired,
                    ready + other.ready,
                    updated + other.updated,
                    observed && other.observed,
                    version,
                    sidecarImage);
        }

        /** The same pods, counted by their sidecar container. */
        Counts ofSidecars(List<Pod> pods) {
            var ready = (int) pods.stream().filter(Pod::sidecarReady).count();
            return new Counts(desired, ready, updated, observed, tag(sidecarImage == null ? "" : sidecarImage), null);
        }

        private static String tag(String image) {
            var name = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
            var colon = name.lastIndexOf(':');
            return colon > name.lastIndexOf('/') ? UntrustedText.line(name.substring(colon + 1), 60) : "";
        }
    }

    /** What a pod says about itself. */
    private record Pod(
            boolean ready,
            boolean sidecarReady,
            int restarts,
            @Nullable String error,
            String node,
            @Nullable Instant createdAt) {

        private static final Map<String, Boolean> BEGINNING =
                Map.of("ContainerCreating", true, "PodInitializing", true);

        static Pod of(JsonNode pod) {
            var status = pod.path("status");
            var ready = false;
            String error = null;
            for (var condition : status.path("conditions")) {
                var holds = "True".equals(condition.path("status").asString(""));
                var type = condition.path("type").asString("");
                ready |= "Ready".equals(type) && holds;
                if ("PodScheduled".equals(type) && !holds) {
                    error = text(condition.path("reason"), condition.path("message"));
                }
            }
            if ("Failed".equals(status.path("phase").asString(""))) {
                error = text(status.path("reason"), status.path("message"));
            }
            var restarts = 0;
            var sidecarReady = false;
            for (var container : status.path("containerStatuses")) {
                restarts += container.path("restartCount").asInt(0);
                var containerReady = container.path("ready").asBoolean(false);
                sidecarReady |=
                        containerReady && container.path("name").asString("").contains(SIDECAR);
                if (error == null && !containerReady) {
                    error = containerError(container);
                }
            }
            var node = UntrustedText.line(pod.path("spec").path("nodeName").asString(""), 253);
            return new Pod(ready, sidecarReady, restarts, error, node, created(pod));
        }

        private static @Nullable String containerError(JsonNode container) {
            var waiting = container.path("state").path("waiting");
            if (waiting.isObject()
                    && !BEGINNING.containsKey(waiting.path("reason").asString(""))) {
                return text(waiting.path("reason"), waiting.path("message"));
            }
            var terminated = container.path("state").path("terminated");
            return terminated.isObject() ? text(terminated.path("reason"), terminated.path("message")) : null;
        }

        private static String text(JsonNode reason, JsonNode message) {
            var joined = reason.asString("") + (message.asString("").isEmpty() ? "" : ": " + message.asString(""));
            return joined.isEmpty() ? "not ready" : UntrustedText.line(joined, ClusterProbe.MAX_MESSAGE);
        }

        private static @Nullable Instant created(JsonNode pod) {
            try {
                return Instant.parse(
                        pod.path("metadata").path("creationTimestamp").asString(""));
            } catch (java.time.format.DateTimeParseException unreadable) {
                return null;
            }
        }

        boolean youngerThan(Duration limit, Instant now) {
            return createdAt != null && createdAt.plus(limit).isAfter(now);
        }
    }
}
