package io.gauntlet.delivery;

import static io.gauntlet.delivery.DeliveryFixtures.ref;
import static io.gauntlet.delivery.DeliveryFixtures.stack;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.gauntlet.bucket.Bucket;
import io.gauntlet.bucket.BucketId;
import io.gauntlet.bucket.ObjectStoreConfig;
import io.gauntlet.bucket.Retention;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.ResourceType;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two compactors on one bucket destroy blocks: the next one is let in when the last pod of the present one is gone. */
class CompactorIntegrationTests {

    private static final ResourceType PODS = new ResourceType("", "v1", "Pod", "pods", true);
    private static final BucketId BUCKET = new BucketId(new UUID(1, 1));

    private DeliveryHarness harness;
    private MemoryCluster tokyo;
    private ClusterId id;

    @BeforeEach
    void start() {
        harness = new DeliveryHarness();
        tokyo = harness.cluster("tokyo");
        id = requireNonNull(harness.fleet.get("tokyo")).id();
        harness.bucket = Optional.of(BUCKET);
        harness.configure("tokyo", stack("tokyo", "one", "prometheus:v3"));
        when(harness.buckets.objectStore(BUCKET))
                .thenReturn(new ObjectStoreConfig("FILESYSTEM", Map.of(), Map.of(), ""));
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private void bucket(Optional<ClusterId> pending) {
        when(harness.buckets.get(BUCKET))
                .thenReturn(new Bucket(
                        BUCKET,
                        new ResourceName("blocks"),
                        "FILESYSTEM",
                        "x",
                        Map.of(),
                        Map.of(),
                        "",
                        Retention.forEver(),
                        Optional.of(id),
                        pending,
                        harness.clock.instant(),
                        0));
    }

    @Test
    void theNextOneWaitsForThePodOfThePresentOne() {
        bucket(Optional.of(new ClusterId(new UUID(2, 2))));
        var process = harness.process();
        var rollout = process.rollouts().push(process.plan("tokyo").id(), "because");
        tokyo.create(
                ref(PODS, "thanos-compact-0"),
                "{\"kind\":\"Pod\",\"metadata\":{\"labels\":{\"gauntlet.io/cluster\":\"tokyo\","
                        + "\"app.kubernetes.io/component\":\"compactor\"}}}");
        process.work();
        assertThat(process.rollouts().get(rollout.id()).targets().getFirst().message())
                .contains("compactor");
        verify(harness.buckets, never()).compactorStopped(any(), any());

        tokyo.remove(ref(PODS, "thanos-compact-0"));
        harness.jdbc.sql("update rollout_target set due_at = clock_timestamp()").update();
        process.work();
        assertThat(process.rollouts().get(rollout.id()).status()).isEqualTo(Rollout.Status.SUCCEEDED);
        verify(harness.buckets).compactorStopped(BUCKET, id);
        verify(harness.stacks).fixLabels(id);
    }

    @Test
    void aClusterThatKeepsTheCompactorStopsNothing() {
        bucket(Optional.empty());
        var process = harness.process();
        process.rollouts().push(process.plan("tokyo").id(), "because");
        process.work();
        verify(harness.buckets, never()).compactorStopped(any(), any());
    }
}
