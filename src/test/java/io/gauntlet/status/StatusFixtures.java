package io.gauntlet.status;

import io.gauntlet.bucket.BucketId;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.Cluster.State;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.DeliveryBoard;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.PromDuration;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.stack.EffectiveStack;
import io.gauntlet.stack.StackSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Clusters, observations and fleets for tests. */
public final class StatusFixtures {

    public static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private StatusFixtures() {}

    public static Cluster cluster(String name, Map<String, String> labels) {
        return cluster(name, labels, State.ACTIVE);
    }

    static Cluster cluster(String name, Map<String, String> labels, State state) {
        return new Cluster(
                new ClusterId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))),
                new ResourceName(name),
                name,
                new ResourceName("monitoring"),
                LabelSet.of(labels),
                "https://" + name + ".example.org:6443",
                state,
                Optional.of("v1.34.4"),
                false,
                NOON,
                1);
    }

    static ComponentStatus component(String name, Health health, int ready, int desired) {
        var nodes = ready == 0 ? List.<String>of() : List.of("node-1", "node-2");
        var error = health == Health.DOWN ? "CrashLoopBackOff: back-off restarting failed container" : null;
        return new ComponentStatus(name, health, desired, ready, desired, "v3.14.0", 0, error, nodes);
    }

    static List<ComponentStatus> wellComponents() {
        return List.of(
                component("prometheus", Health.HEALTHY, 3, 3),
                component("sidecar", Health.HEALTHY, 3, 3),
                component("querier", Health.HEALTHY, 2, 2),
                component("store-gateway", Health.HEALTHY, 1, 1),
                component("ruler", Health.HEALTHY, 1, 1),
                component("alertmanager", Health.HEALTHY, 3, 3));
    }

    /** The well components with one in another state. */
    static List<ComponentStatus> wellBut(ComponentStatus other) {
        var components = new ArrayList<>(wellComponents());
        components.removeIf(component -> component.name().equals(other.name()));
        components.add(other);
        components.sort(Components.ORDER);
        return components;
    }

    static Observation seen(List<ComponentStatus> components) {
        return new Observation(NOON, NOON, NOON, null, "", "v1.34.4", components, List.of("prometheus_replica"));
    }

    static DeliveryBoard.State delivered(Cluster cluster, long desired, long applied) {
        var revision = applied == 0 ? Optional.<Integer>empty() : Optional.of(12);
        return new DeliveryBoard.State(
                cluster.id(), desired, applied, revision, revision.map(number -> NOON), Optional.empty(), false, false);
    }

    static ClusterStatus judged(
            Cluster cluster, @Nullable Observation seen, DeliveryBoard.State delivery, EffectiveStack stack) {
        return new ClusterJudge(NOON, INTERVAL.multipliedBy(3))
                .judge(new ClusterJudge.Subject(cluster, seen, delivery, stack, true));
    }

    /** What a page shows of one healthy cluster. */
    public static ClusterStatus well(String name, Map<String, String> labels) {
        var cluster = cluster(name, labels);
        return judged(cluster, seen(wellComponents()), delivered(cluster, 4, 4), stack(cluster, 3, true));
    }

    /** A fleet of many clusters in eight regions, some of them not well. */
    public static FleetStatus fleet(int size) {
        var regions =
                List.of("eu-west", "eu-central", "us-east", "us-west", "ap-northeast", "ap-southeast", "sa-east", "");
        var clusters = new ArrayList<ClusterStatus>();
        for (var i = 0; i < size; i++) {
            var region = regions.get(i % regions.size());
            Map<String, String> labels =
                    region.isEmpty() ? Map.of("env", "edge") : Map.of("region", region, "env", "prod");
            var cluster = cluster("cluster-%04d".formatted(i), labels);
            clusters.add(judged(
                    cluster,
                    observation(i),
                    delivered(cluster, i % 90 == 7 ? 5 : 4, 4),
                    stack(cluster, i % 200 == 3 ? 1 : 3, i % 300 != 5)));
        }
        clusters.sort(java.util.Comparator.comparing(ClusterStatus::health).thenComparing(ClusterStatus::name));
        return new FleetStatus(
                NOON, Optional.of(NOON.minusSeconds(4)), INTERVAL, clusters, FleetBoard.fold(clusters), "s" + size);
    }

    private static Observation observation(int i) {
        if (i % 170 == 11) {
            return seen(wellBut(component("prometheus", Health.DOWN, 0, 3)));
        }
        if (i % 40 == 13) {
            return seen(wellBut(component("ruler", Health.DEGRADED, 0, 1)));
        }
        if (i % 150 == 20) {
            return seen(wellBut(component("sidecar", Health.ROLLING, 2, 3)));
        }
        if (i % 120 == 30) {
            var before = seen(wellComponents());
            return Observation.failed(
                    before, NOON, Failure.UNREACHABLE, "connect to 10.0.0.7:6443: connection refused");
        }
        return seen(wellComponents());
    }

    public static EffectiveStack stack(Cluster cluster, int replicas, boolean bucket) {
        return new EffectiveStack(
                cluster.id(),
                new ResourceName("default"),
                settings(replicas),
                Map.of(),
                LabelSet.of(Map.of("cluster", cluster.name().value())),
                false,
                bucket ? Optional.of(new BucketId(UUID.nameUUIDFromBytes(new byte[] {1}))) : Optional.empty(),
                1);
    }

    private static StackSettings settings(int replicas) {
        var time = PromDuration.of("30s");
        var none = new StackSettings.Resources("", "", "", "");
        var images = new StackSettings.Images("p", "t", "a", "k", "n", "g");
        return new StackSettings(
                new StackSettings.Versions("3.14.0", "0.42.4", "0.34.0", "2.20.0", "1.12.1", "13.0.2", images),
                new StackSettings.Prometheus(
                        replicas, "prometheus_replica", time, time, PromDuration.of("1d"), "50Gi", none, none),
                new StackSettings.Querier(2, time, none),
                new StackSettings.QueryFrontend(true, 2, none),
                new StackSettings.Store(1, "10Gi", "250MB", "2GB", none),
                new StackSettings.Compactor("50Gi", none),
                new StackSettings.Ruler(true, 1, time, "5Gi", none),
                new StackSettings.Alertmanager(3, PromDuration.of("5d"), "2Gi", none),
                new StackSettings.KubeStateMetrics(true, none),
                new StackSettings.NodeExporter(true, 9100, none),
                new StackSettings.Grafana(true, "1Gi", none),
                new StackSettings.Exposure(StackSettings.Exposure.Mode.NONE, "", "", "", "", true),
                new StackSettings.Storage("", "", Map.of()),
                new StackSettings.Adopted(Map.of()));
    }
}
