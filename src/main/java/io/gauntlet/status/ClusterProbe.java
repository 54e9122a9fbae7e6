package io.gauntlet.status;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterConnections;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.LiveObject;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceType;
import io.gauntlet.kernel.UntrustedText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Looks at one cluster: its workloads always, its pods only when a workload moved, something is not well or the last list of
 * pods is old. Readiness of a pod moves its workload, so a quiet cluster costs three short lists.
 */
@Component
class ClusterProbe {

    static final ResourceType STATEFUL_SET = new ResourceType("apps", "v1", "StatefulSet", "statefulsets", true);
    static final ResourceType DEPLOYMENT = new ResourceType("apps", "v1", "Deployment", "deployments", true);
    static final ResourceType DAEMON_SET = new ResourceType("apps", "v1", "DaemonSet", "daemonsets", true);
    static final ResourceType POD = new ResourceType("", "v1", "Pod", "pods", true);

    /** Longest sentence on what is wrong. */
    static final int MAX_MESSAGE = 300;

    private static final String OWNER_LABEL = "gauntlet.io/cluster";
    private static final String DEDUP_FLAG = "--query.replica-label=";
    private static final Duration PODS_AT_LEAST_EVERY = Duration.ofMinutes(5);
    private static final Duration VERSION_EVERY = Duration.ofMinutes(10);

    private final ClusterConnections connections;
    private final StatusProperties properties;
    private final Clock clock;
    private final Map<ClusterId, Sight> sights = new ConcurrentHashMap<>();

    ClusterProbe(ClusterConnections connections, StatusProperties properties, Clock clock) {
        this.connections = connections;
        this.properties = properties;
        this.clock = clock;
    }

    /** Never throws for a cluster that does not answer: that is an observation, too. */
    Observation look(Cluster cluster, @Nullable Observation before) {
        try {
            return answered(cluster, before);
        } catch (ClusterCallException failed) {
            sights.remove(cluster.id());
            var message = UntrustedText.line(String.valueOf(failed.getMessage()), MAX_MESSAGE);
            return Observation.failed(before, clock.instant(), failed.failure(), message);
        }
    }

    private Observation answered(Cluster cluster, @Nullable Observation before) {
        var api = connections.api(cluster.id());
        var seen = sights.get(cluster.id());
        var now = clock.instant();
        var selector = LabelSelector.parse(OWNER_LABEL + "=" + cluster.name());
        var namespace = cluster.namespace().value();
        var workloads = new ArrayList<LiveObject>();
        for (var type : List.of(STATEFUL_SET, DEPLOYMENT, DAEMON_SET)) {
            workloads.addAll(api.list(type, namespace, selector));
        }
        var version = seen == null || seen.versionAt.plus(VERSION_EVERY).isBefore(now) ? version(api) : seen.version;
        var versionAt = seen == null || !version.equals(seen.version) ? now : seen.versionAt;
        var fingerprint = fingerprint(workloads);
        if (seen != null && before != null && before.failure() == null && seen.covers(fingerprint, before, now)) {
            return new Observation(
                    now, now, before.since(), null, "", version, before.components(), before.dedupLabels());
        }
        var pods = workloads.isEmpty() ? List.<LiveObject>of() : api.list(POD, namespace, selector);
        var components = new WorkloadReader(now, properties.settle()).read(workloads, pods);
        sights.put(cluster.id(), new Sight(fingerprint, now, version, versionAt));
        var fresh = new Observation(now, now, now, null, "", version, components, dedupLabels(workloads));
        return fresh.sameAs(before) && before != null
                ? new Observation(now, now, before.since(), null, "", version, components, fresh.dedupLabels())
                : fresh;
    }

    private static String version(ClusterApi api) {
        return UntrustedText.line(api.version(), 40);
    }

    private static String fingerprint(List<LiveObject> workloads) {
        return workloads.stream()
                .map(object -> object.uid() + "/" + object.resourceVersion())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** The labels that the queriers really remove, read from their arguments. */
    private static List<String> dedupLabels(List<LiveObject> workloads) {
        var labels = new TreeSet<String>();
        for (var workload : workloads) {
            var content = workload.content();
            var component = content.path("metadata").path("labels").path(WorkloadReader.COMPONENT_LABEL);
            if (!Components.QUERIER.equals(component.asString(""))) {
                continue;
            }
            for (var container :
                    content.path("spec").path("template").path("spec").path("containers")) {
                for (var argument : container.path("args")) {
                    var text = argument.asString("");
                    if (text.startsWith(DEDUP_FLAG) && labels.size() < 20) {
                        labels.add(UntrustedText.line(text.substring(DEDUP_FLAG.length()), 100));
                    }
                }
            }
        }
        return List.copyOf(labels);
    }

    /** What was seen last, as far as it tells whether the pods have to be read again. */
    private record Sight(String workloads, Instant podsAt, String version, Instant versionAt) {

        boolean covers(String fingerprint, Observation before, Instant now) {
            return workloads.equals(fingerprint)
                    && podsAt.plus(PODS_AT_LEAST_EVERY).isAfter(now)
                    && before.components().stream().allMatch(component -> component.health() == Health.HEALTHY);
        }
    }
}
