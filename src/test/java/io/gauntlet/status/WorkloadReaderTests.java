package io.gauntlet.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.cluster.LiveObject;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.UntrustedText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class WorkloadReaderTests {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private final JsonMapper json = JsonMapper.shared();
    private final WorkloadReader reader = new WorkloadReader(NOW, Duration.ofMinutes(5));

    private LiveObject object(String text) {
        var ref = new ObjectRef(ClusterProbe.POD, "monitoring", "x");
        return new LiveObject(ref, "u", "1", json.readTree(text));
    }

    private LiveObject prometheus(int ready, int updated) {
        return object("""
                {"metadata":{"generation":2,"labels":{"app.kubernetes.io/component":"prometheus"}},
                 "spec":{"replicas":2,"template":{"spec":{"containers":[
                   {"name":"prometheus","image":"registry.example:5000/prometheus:v3.14.0@sha256:aa"},
                   {"name":"thanos-sidecar","image":"thanos:v0.42.4"}]}}},
                 "status":{"observedGeneration":2,"readyReplicas":%d,"updatedReplicas":%d}}
                """.formatted(ready, updated));
    }

    private LiveObject pod(String created, boolean ready, boolean sidecarReady, String state) {
        return object("""
                {"metadata":{"creationTimestamp":"%s","labels":{"app.kubernetes.io/component":"prometheus"}},
                 "spec":{"nodeName":"node-1"},
                 "status":{"phase":"Running","conditions":[{"type":"Ready","status":"%s"}],"containerStatuses":[
                   {"name":"prometheus","ready":%s,"restartCount":3,"state":%s},
                   {"name":"thanos-sidecar","ready":%s,"restartCount":1,"state":{"running":{}}}]}}
                """.formatted(created, ready ? "True" : "False", ready, state, sidecarReady));
    }

    @Test
    void countsReplicasSidecarsRestartsAndNodes() {
        var pods = List.of(
                pod("2026-11-24T09:00:00Z", true, true, "{\"running\":{}}"),
                pod("2026-11-24T09:00:00Z", true, false, "{\"running\":{}}"));
        var components = reader.read(List.of(prometheus(2, 2)), pods);
        assertThat(components).extracting(ComponentStatus::name).containsExactly("prometheus", "sidecar");
        var prometheus = components.getFirst();
        assertThat(prometheus.health()).isEqualTo(Health.HEALTHY);
        assertThat(prometheus.version()).isEqualTo("v3.14.0");
        assertThat(prometheus.restarts()).isEqualTo(8);
        assertThat(prometheus.nodes()).containsExactly("node-1");
        assertThat(components.getLast().fraction()).isEqualTo("1/2");
        assertThat(components.getLast().version()).isEqualTo("v0.42.4");
        assertThat(components.getLast().health()).isEqualTo(Health.DEGRADED);
    }

    @Test
    void crashingPodIsAFaultEvenWhileItIsYoung() {
        var waiting = "{\"waiting\":{\"reason\":\"CrashLoopBackOff\",\"message\":\"unknown flag\\n\\u202E--x\"}}";
        var components =
                reader.read(List.of(prometheus(0, 2)), List.of(pod("2026-11-24T11:59:30Z", false, true, waiting)));
        assertThat(components.getFirst().health()).isEqualTo(Health.DOWN);
        assertThat(components.getFirst().error()).isEqualTo("CrashLoopBackOff: unknown flag --x");
    }

    @Test
    void youngPodThatStartsIsRollingOutAndAnOldOneIsNot() {
        var creating = "{\"waiting\":{\"reason\":\"ContainerCreating\"}}";
        var young = List.of(pod("2026-11-24T11:58:00Z", false, false, creating));
        assertThat(reader.read(List.of(prometheus(0, 2)), young).getFirst().health())
                .isEqualTo(Health.ROLLING);
        var old = List.of(pod("2026-11-24T11:00:00Z", false, false, creating));
        assertThat(reader.read(List.of(prometheus(0, 2)), old).getFirst().health())
                .isEqualTo(Health.DOWN);
        assertThat(reader.read(List.of(prometheus(1, 2)), old).getFirst().health())
                .isEqualTo(Health.DEGRADED);
    }

    @Test
    void replacedPodsAreRollingOut() {
        assertThat(reader.read(List.of(prometheus(2, 1)), List.of()).getFirst().health())
                .isEqualTo(Health.ROLLING);
    }

    @Test
    void daemonSetsCountNodes() {
        var exporter = object("""
                {"metadata":{"generation":1,"labels":{"app.kubernetes.io/component":"node-exporter"}},"spec":{},
                 "status":{"observedGeneration":1,"desiredNumberScheduled":3,"numberReady":3,"updatedNumberScheduled":3}}
                """);
        assertThat(reader.read(List.of(exporter), List.of()).getFirst().fraction())
                .isEqualTo("3/3");
    }

    @Test
    void longTextOfAClusterIsCut() {
        var text = UntrustedText.line("a\u0000b\t" + "x".repeat(100_000), 300);
        assertThat(text).hasSize(300).startsWith("a b x").endsWith("…");
    }

    @Test
    void strangeObjectsDoNotStopTheOthers() {
        var strange = object(
                "{\"metadata\":{\"labels\":{\"app.kubernetes.io/component\":\"grafana\"}},\"spec\":[],\"status\":7}");
        assertThat(reader.read(List.of(strange, prometheus(2, 2)), List.of())).hasSize(3);
    }
}
