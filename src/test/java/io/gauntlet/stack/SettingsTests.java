package io.gauntlet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTests {

    @Test
    void defaultsBreakNoRule() {
        assertThat(SettingsCheck.check(Defaults.settings(), true)).isEmpty();
        assertThat(SettingsCheck.check(Defaults.settings(), false)).isEmpty();
    }

    @Test
    void everyPathSurvivesBeingFlattenedAndBuiltAgain() {
        assertThat(SettingsSchema.merge(Defaults.settings(), List.of())).isEqualTo(Defaults.settings());
        assertThat(SettingsSchema.flatten(Defaults.settings()).keySet())
                .containsExactlyElementsOf(SettingsSchema.paths().keySet())
                .contains("prometheus.replicas", "querier.resources.memoryRequest", "versions.images.thanos");
    }

    @Test
    void laterLayersWin() {
        var merged = SettingsSchema.merge(
                Defaults.settings(),
                List.of(
                        Map.of("prometheus.replicas", 2, "exposure.mode", "INGRESS"),
                        Map.of("prometheus.replicas", "4", "storage.parameters", Map.of("type", "ssd"))));
        assertThat(merged.prometheus().replicas()).isEqualTo(4);
        assertThat(merged.exposure().mode()).isEqualTo(StackSettings.Exposure.Mode.INGRESS);
        assertThat(merged.storage().parameters()).containsEntry("type", "ssd");
        assertThat(merged.querier()).isEqualTo(Defaults.settings().querier());
    }

    @Test
    void unknownPathsNameTheNearest() {
        assertThatExceptionOfType(DomainException.Invalid.class)
                .isThrownBy(() -> SettingsSchema.check("prometheus.replica", 3))
                .satisfies(invalid ->
                        assertThat(invalid.problems().getFirst().fix()).isEqualTo("Did you mean prometheus.replicas?"));
    }

    @Test
    void everyWrongValueOfAChangeIsReported() {
        var change = new HashMap<String, @Nullable Object>();
        change.put("prometheus.replicas", "many");
        change.put("prometheus.retention", "2 days");
        change.put("grafana.enabled", 1);
        change.put("exposure.mode", "PUBLIC");
        change.put("querier.replicas", null);
        assertThatExceptionOfType(DomainException.Invalid.class)
                .isThrownBy(() -> SparseSettings.change(Map.of("querier.replicas", 3), change))
                .satisfies(invalid -> assertThat(invalid.problems()).hasSize(4));
    }

    @Test
    void nullGivesASettingBack() {
        var change = new HashMap<String, @Nullable Object>();
        change.put("querier.replicas", null);
        assertThat(SparseSettings.change(Map.of("querier.replicas", 3, "store.replicas", 2), change))
                .containsOnlyKeys("store.replicas");
    }

    @ParameterizedTest
    @CsvSource({
        "prometheus.replicas, 0, prometheus.replicas",
        "alertmanager.replicas, 0, alertmanager.replicas",
        "prometheus.replicaLabel, cluster, prometheus.replicaLabel",
        "prometheus.scrapeInterval, 2m, prometheus.evaluationInterval",
        "prometheus.retention, 5h, prometheus.retention",
        "prometheus.storageSize, big, prometheus.storageSize",
        "querier.resources.memoryLimit, 512Mi, querier.resources.memoryLimit",
        "store.indexCacheSize, 100MB, store.indexCacheSize",
        "store.chunkPoolSize, 6GB, store.resources.memoryLimit",
        "nodeExporter.port, 10250, nodeExporter.port",
        "versions.images.thanos, quay.io/thanos/thanos:v1, versions.images.thanos",
        "versions.thanos, v0.42.4, versions.thanos",
        "exposure.mode, GATEWAY, exposure.gateway"
    })
    void rulesNameTheirSetting(String path, String value, String field) {
        var settings = SettingsSchema.merge(Defaults.settings(), List.of(Map.of(path, value)));
        assertThat(SettingsCheck.check(settings, true)).extracting(FieldProblem::field).contains(field);
    }

    @Test
    void shortRetentionIsFineWithoutABucket() {
        var settings = SettingsSchema.merge(Defaults.settings(), List.of(Map.of("prometheus.retention", "5h")));
        assertThat(SettingsCheck.check(settings, false)).isEmpty();
    }

    @Test
    void externalLabelsNeedAClusterAndLeaveTheReplicaOut() {
        assertThat(ExternalLabels.check(LabelSet.of(Map.of("cluster", "a", "region", "eu")), "replica")).isEmpty();
        assertThat(ExternalLabels.check(LabelSet.of(Map.of("region", "eu")), "replica")).hasSize(1);
        assertThat(ExternalLabels.check(LabelSet.of(Map.of("cluster", "a", "replica", "x", "__b", "y")), "replica"))
                .hasSize(2);
    }
}
