package io.gauntlet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.rendering.Kinds;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RisksTests {

    private static final ObjectRef STATEFUL_SET = DeliveryFixtures.ref(Kinds.STATEFUL_SET, "prometheus");
    private static final ObjectRef CONFIG_MAP = DeliveryFixtures.ref(Kinds.CONFIG_MAP, "prometheus");

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode workload(int replicas, String argument, String size) {
        return json("{'spec':{'replicas':" + replicas + ",'template':{'spec':{'containers':[{'args':['" + argument
                + "']}]}},'volumeClaimTemplates':[{'metadata':{'name':'d'},'spec':{'size':'" + size + "'}}]}}");
    }

    @Test
    void onlyAChangedPodTemplateRestarts() {
        var before = workload(2, "--a", "1Gi");
        assertThat(Risks.restarts(STATEFUL_SET, before, workload(3, "--a", "1Gi")))
                .isFalse();
        assertThat(Risks.restarts(STATEFUL_SET, before, workload(2, "--b", "1Gi")))
                .isTrue();
        assertThat(Risks.restarts(CONFIG_MAP, before, workload(2, "--b", "1Gi")))
                .isFalse();
    }

    @Test
    void fewerReplicasAndOtherVolumesAreRisks() {
        var before = workload(3, "--a", "1Gi");
        assertThat(Risks.ofChange(STATEFUL_SET, before, workload(2, "--a", "1Gi")))
                .containsExactly("replicas-reduced");
        assertThat(Risks.ofChange(STATEFUL_SET, before, workload(4, "--a", "2Gi")))
                .containsExactly("volume-claims");
        assertThat(Risks.ofChange(STATEFUL_SET, before, workload(4, "--a", "1Gi")))
                .isEmpty();
    }

    @Test
    void shorterRetentionIsARiskAndForEverIsTheLongest() {
        var day = workload(1, "--storage.tsdb.retention.time=1d", "1Gi");
        assertThat(Risks.ofChange(STATEFUL_SET, day, workload(1, "--storage.tsdb.retention.time=6h", "1Gi")))
                .containsExactly("retention-shortened");
        assertThat(Risks.ofChange(STATEFUL_SET, day, workload(1, "--storage.tsdb.retention.time=2d", "1Gi")))
                .isEmpty();
        var forEver = workload(1, "--retention.resolution-raw=0s", "1Gi");
        var some = workload(1, "--retention.resolution-raw=30d", "1Gi");
        assertThat(Risks.ofChange(STATEFUL_SET, forEver, some)).containsExactly("retention-shortened");
        assertThat(Risks.ofChange(STATEFUL_SET, some, forEver)).isEmpty();
    }

    @Test
    void shorterRetentionInTheConfigurationIsARiskToo() {
        var before = json("{'data':{'p.yml':'storage: {tsdb: {retention: {time: 2d}}}'}}");
        var after = json("{'data':{'p.yml':'storage: {tsdb: {retention: {time: 1d}}}'}}");
        assertThat(Risks.ofChange(CONFIG_MAP, before, after)).containsExactly("retention-shortened");
        assertThat(Risks.ofChange(CONFIG_MAP, after, before)).isEmpty();
    }

    @Test
    void otherExternalLabelsAreARisk() {
        var before = json("{'data':{'p.yml':'global:\\n  external_labels: {cluster: a}\\n'}}");
        var other = json("{'data':{'p.yml':'global:\\n  external_labels: {cluster: b}\\n'}}");
        var interval =
                json("{'data':{'p.yml':'global:\\n  scrape_interval: 1m\\n  external_labels: {cluster: a}\\n'}}");
        assertThat(Risks.ofChange(CONFIG_MAP, before, other)).containsExactly("external-labels");
        assertThat(Risks.ofChange(CONFIG_MAP, before, interval)).isEmpty();
    }

    @Test
    void aCompactorThatStopsOrStartsMoves() {
        assertThat(Risks.ofDelete(STATEFUL_SET, "compactor")).containsExactly("compactor-moves");
        assertThat(Risks.ofDelete(STATEFUL_SET, "prometheus")).containsExactly("stateful-deleted");
        assertThat(Risks.ofDelete(CONFIG_MAP, "prometheus")).isEmpty();
        assertThat(Risks.ofCreate(STATEFUL_SET, "compactor", true)).isEmpty();
        assertThat(Risks.ofCreate(STATEFUL_SET, "compactor", false)).containsExactly("compactor-moves");
    }
}
