package io.gauntlet.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.rendering.ManifestSet.Notice;
import io.gauntlet.rendering.ManifestSet.Severity;
import io.gauntlet.stack.StackSettings;
import io.gauntlet.stack.StackSettings.Exposure;
import io.gauntlet.stack.StackSettings.Querier;
import io.gauntlet.stack.StackSettings.Ruler;
import io.gauntlet.stack.StackSettings.Storage;
import io.gauntlet.stack.StackSettings.Store;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is said about a set, and what stops it. */
class NoticeTests {

    private final MonitoringConfig tutorial = MonitoringConfigFixtures.tutorial();

    @Test
    void nothingBlocksWholeOrSmallestStack() {
        assertThat(Rendered.of(tutorial).blocked()).isFalse();
        assertThat(Rendered.of(MonitoringConfigFixtures.minimal()).set().notices())
                .containsExactly(
                        new Notice(Severity.INFO, "no-bucket", List.of()),
                        new Notice(Severity.WARNING, "no-routing", List.of()));
    }

    @Test
    void kubernetesOutsideTheSupportedVersionsIsRefused() {
        for (var minor : List.of(31, 37)) {
            assertBlocked(
                    MonitoringConfigFixtures.withKubernetes(tutorial, minor, false),
                    "kubernetes-unsupported",
                    "1." + minor,
                    "1.32",
                    "1.36");
        }
        for (var minor : List.of(32, 36)) {
            assertThat(Rendered.of(MonitoringConfigFixtures.withKubernetes(tutorial, minor, false))
                            .blocked())
                    .isFalse();
        }
    }

    @Test
    void versionsWithOtherFlagsAreRefusedAndNewerOnesNoted() {
        assertBlocked(version("2.55.0"), "version-unsupported", "prometheus", "2.55.0", "3.0");
        assertBlocked(version("latest"), "version-unsupported", "prometheus", "latest", "3.0");
        assertThat(Rendered.of(version("4.0.0")).codes()).contains("version-untested");
    }

    @Test
    void aRulerWithoutAQuerierIsRefused() {
        var config = change(settings -> SettingsFixtures.with(
                settings,
                new Querier(0, settings.querier().timeout(), settings.querier().resources()),
                settings.store(),
                settings.ruler()));
        assertBlocked(config, "replicas-too-few", "querier.replicas", "0", "1");
    }

    @Test
    void aSingleReplicaIsNoted() {
        var config =
                change(settings -> SettingsFixtures.with(settings, SettingsFixtures.prometheus(1, "replica", "2d")));
        assertThat(Rendered.of(config).set().notices())
                .contains(new Notice(Severity.WARNING, "no-high-availability", List.of("prometheus.replicas")));
    }

    @Test
    void tooSmallAnIndexCacheIsRefused() {
        for (var size : List.of("125MB", "10KB", "much")) {
            var config = change(settings -> SettingsFixtures.with(
                    settings,
                    settings.querier(),
                    new Store(1, "1Gi", size, "500MB", settings.store().resources()),
                    settings.ruler()));
            assertBlocked(config, "index-cache-too-small", size, "150MB");
        }
    }

    @Test
    void labelsThatIdentifyNothingOrClashAreRefused() {
        assertBlocked(
                MonitoringConfigFixtures.withLabels(tutorial, Map.of("region", "x")),
                "external-label-missing",
                "cluster");
        for (var name : List.of("replica", "ruler_replica", "ruler_cluster")) {
            assertBlocked(
                    MonitoringConfigFixtures.withLabels(tutorial, Map.of("cluster", "a", name, "b")),
                    "external-label-reserved",
                    name);
        }
        var reserved = change(
                settings -> SettingsFixtures.with(settings, SettingsFixtures.prometheus(2, "ruler_replica", "2d")));
        assertBlocked(reserved, "external-label-reserved", "ruler_replica");
    }

    @Test
    void rulerGroupsWithoutARulerAreNoted() {
        var config = change(settings -> SettingsFixtures.with(
                settings,
                settings.querier(),
                settings.store(),
                new Ruler(
                        false,
                        2,
                        settings.ruler().evaluationInterval(),
                        "1Gi",
                        settings.ruler().resources())));
        assertThat(Rendered.of(config).set().notices())
                .contains(new Notice(Severity.WARNING, "ruler-groups-unevaluated", List.of("1")));
    }

    @Test
    void exposureNeedsADomainAndForRoutesAGateway() {
        assertBlocked(exposed(Exposure.Mode.INGRESS, "", ""), "setting-missing", "exposure.domain");
        assertBlocked(exposed(Exposure.Mode.GATEWAY, "example.org", ""), "gateway-api-missing");
        assertBlocked(exposed(Exposure.Mode.GATEWAY, "example.org", ""), "setting-missing", "exposure.gateway");
        assertThat(Rendered.of(exposed(Exposure.Mode.INGRESS, "example.org", ""))
                        .codes())
                .contains("exposed-without-sign-in");
    }

    private MonitoringConfig exposed(Exposure.Mode mode, String domain, String gateway) {
        var exposure = new Exposure(mode, domain, "", gateway, "", false);
        return change(settings -> SettingsFixtures.with(settings, exposure, new Storage("", "", Map.of())));
    }

    private MonitoringConfig version(String prometheus) {
        return change(settings -> SettingsFixtures.with(settings, SettingsFixtures.prometheusVersion(prometheus)));
    }

    private MonitoringConfig change(UnaryOperator<StackSettings> change) {
        return MonitoringConfigFixtures.withSettings(tutorial, change);
    }

    private static void assertBlocked(MonitoringConfig config, String code, String... arguments) {
        assertThat(Rendered.of(config).set().notices())
                .contains(new Notice(Severity.BLOCKING, code, List.of(arguments)));
    }
}
