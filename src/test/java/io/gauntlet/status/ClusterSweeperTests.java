package io.gauntlet.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.cluster.ClusterConnections;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.cluster.LiveObject;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.support.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ClusterSweeperTests {

    private final SettableClock clock = SettableClock.atNoon();
    private final Cluster tokyo = StatusFixtures.cluster("tokyo", Map.of());
    private final Cluster osaka = StatusFixtures.cluster("osaka", Map.of());
    private final Clusters clusters = mock(Clusters.class);
    private final ClusterConnections connections = mock(ClusterConnections.class);
    private final ClusterApi api = mock(ClusterApi.class);
    private final ObservationStore store = mock(ObservationStore.class);
    private final Observations observations = new Observations(store);
    private final StatusProperties properties = new StatusProperties(
            true, Duration.ofSeconds(15), Duration.ofMillis(30), 4, Duration.ofMillis(500), Duration.ofMinutes(5));
    private final ClusterSweeper sweeper = new ClusterSweeper(
            clusters, new ClusterProbe(connections, properties, clock), observations, properties, clock);

    private void querierReady(String resourceVersion) {
        var content = JsonMapper.shared().readTree("""
                {"metadata":{"generation":1,"labels":{"app.kubernetes.io/component":"querier"}},
                 "spec":{"replicas":2,"template":{"spec":{"containers":[{"name":"q","image":"thanos:v0.42.4",
                   "args":["query","--query.replica-label=prometheus_replica"]}]}}},
                 "status":{"observedGeneration":1,"readyReplicas":2,"updatedReplicas":2}}
                """);
        var ref = new ObjectRef(ClusterProbe.DEPLOYMENT, "monitoring", "thanos-query");
        var object = new LiveObject(ref, "uid", resourceVersion, content);
        when(api.version()).thenReturn("v1.34.4");
        when(api.list(any(), any(), any())).thenReturn(List.of());
        when(api.list(org.mockito.ArgumentMatchers.eq(ClusterProbe.DEPLOYMENT), any(), any()))
                .thenReturn(List.of(object));
    }

    @Test
    void oneClusterThatHangsHoldsUpNoOther() throws InterruptedException {
        querierReady("1");
        when(clusters.all()).thenReturn(List.of(osaka, tokyo));
        when(connections.api(tokyo.id())).thenReturn(api);
        when(connections.api(osaka.id())).thenAnswer(call -> {
            Thread.sleep(60_000);
            return api;
        });
        sweeper.sweep();
        var well = observations.of(tokyo.id()).orElseThrow();
        assertThat(well.failure()).isNull();
        assertThat(well.dedupLabels()).containsExactly("prometheus_replica");
        assertThat(observations.of(osaka.id()).orElseThrow().failure()).isEqualTo(Failure.TIMEOUT);
        assertThat(sweeper.sweptAt()).isEqualTo(clock.instant());
    }

    @Test
    void quietClusterCostsNoPodListAndNoWrite() throws InterruptedException {
        querierReady("1");
        when(clusters.all()).thenReturn(List.of(tokyo));
        when(connections.api(tokyo.id())).thenReturn(api);
        sweeper.sweep();
        clock.advance(Duration.ofSeconds(15));
        sweeper.sweep();
        verify(api, times(1)).list(org.mockito.ArgumentMatchers.eq(ClusterProbe.POD), any(), any());
        verify(api, times(1)).version();
        verify(store, times(1)).save(any(), any());
        assertThat(observations.of(tokyo.id()).orElseThrow().answeredAt()).isEqualTo(clock.instant());
        querierReady("2");
        sweeper.sweep();
        verify(api, times(2)).list(org.mockito.ArgumentMatchers.eq(ClusterProbe.POD), any(), any());
    }

    @Test
    void failureKeepsWhatWasKnownAndRetiredClustersAreForgotten() throws InterruptedException {
        querierReady("1");
        when(clusters.all()).thenReturn(List.of(tokyo));
        when(connections.api(tokyo.id())).thenReturn(api);
        sweeper.sweep();
        when(connections.api(tokyo.id())).thenThrow(new ClusterCallException(Failure.UNAUTHORIZED, "token expired"));
        sweeper.sweep();
        var failed = observations.of(tokyo.id()).orElseThrow();
        assertThat(failed.failure()).isEqualTo(Failure.UNAUTHORIZED);
        assertThat(failed.components()).hasSize(1);
        when(clusters.all()).thenReturn(List.of());
        sweeper.sweep();
        assertThat(observations.of(tokyo.id())).isEmpty();
    }

    @Test
    void disabledClustersAreLeftAlone() throws InterruptedException {
        when(clusters.all()).thenReturn(List.of(StatusFixtures.cluster("tokyo", Map.of(), Cluster.State.DISABLED)));
        sweeper.sweep();
        verify(connections, never()).api(any());
    }

    @Test
    void largeFleetIsLookedAtLessOften() {
        assertThat(properties.intervalFor(20)).isEqualTo(Duration.ofSeconds(15));
        assertThat(properties.intervalFor(1000)).isEqualTo(Duration.ofSeconds(30));
    }
}
