package io.gauntlet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.delivery.PlannedObject.Action;
import io.gauntlet.rendering.Kinds;
import io.gauntlet.rendering.Manifest;
import io.gauntlet.rendering.Phase;
import org.junit.jupiter.api.Test;

class OrphanedPodsTests {

    private static final Manifest WITH_VOLUME =
            DeliveryFixtures.object("tokyo", Kinds.STATEFUL_SET, "alertmanager", Phase.WORKLOADS, """
                    ,"spec":{"selector":{"matchLabels":{"app":"alertmanager"}},
                    "volumeClaimTemplates":[{"metadata":{"name":"data"}}]}""");

    private final MemoryCluster cluster = new MemoryCluster();

    private void pod(String name, String volume, String owner) {
        cluster.create(DeliveryFixtures.ref(Refs.PODS, name), """
                        {"metadata":{"labels":{"app":"alertmanager"},"ownerReferences":[%s]},"spec":{"volumes":[{"name":"data",%s}]}}""".formatted(owner, volume));
    }

    private ObjectDraft planned() {
        return new OrphanedPods(cluster)
                .adopted(WITH_VOLUME, new DraftBuilder(WITH_VOLUME, TestFingerprints.create(), Action.CREATE))
                .build();
    }

    private static String claim(String name) {
        return "\"persistentVolumeClaim\":{\"claimName\":\"" + name + "\"}";
    }

    @Test
    void podsWithTheirClaimsAreReplaced() {
        pod("alertmanager-0", claim("data-alertmanager-0"), "");
        assertThat(planned().restarts()).isTrue();
        assertThat(planned().message()).endsWith("it takes them over and replaces them.");
    }

    @Test
    void podsWithoutTheClaimsAreNamedInOrderBecauseTheStatefulSetWaitsForThemForEver() {
        pod("alertmanager-1", "\"emptyDir\":{}", "");
        pod("alertmanager-0", "\"emptyDir\":{}", "");
        assertThat(planned().restarts()).isTrue();
        assertThat(planned().message())
                .contains("alertmanager-0, alertmanager-1 have not the volume claims")
                .endsWith("kubectl delete pod alertmanager-0 -n monitoring");
    }

    @Test
    void podsOfAControllerAreNobodysBusiness() {
        pod("alertmanager-0", "\"emptyDir\":{}", "{\"controller\":true}");
        assertThat(planned().restarts()).isFalse();
        assertThat(planned().message()).isEmpty();
    }
}
