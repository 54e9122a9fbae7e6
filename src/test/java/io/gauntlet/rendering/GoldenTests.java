package io.gauntlet.rendering;

import io.gauntlet.rendering.MonitoringConfig.BucketAccess;
import io.gauntlet.stack.StackSettings.Exposure;
import io.gauntlet.stack.StackSettings.Storage;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every byte of what is rendered, for whole stacks. */
class GoldenTests {

    private final ManifestRenderer renderer = new ManifestRenderer();

    @Test
    void minimalWithoutBucket() throws IOException {
        GoldenFiles.compare("minimal-no-bucket", renderer.render(MonitoringConfigFixtures.minimal()));
    }

    @Test
    void tutorial() throws IOException {
        GoldenFiles.compare("tutorial", renderer.render(MonitoringConfigFixtures.tutorial()));
    }

    @Test
    void ingress() throws IOException {
        var exposure = new Exposure(Exposure.Mode.INGRESS, "example.org", "traefik", "", "monitoring-tls", true);
        var storage = new Storage("", "pd.csi.storage.gke.io", Map.of("type", "pd-ssd"));
        GoldenFiles.compare("ingress", renderer.render(exposed(exposure, storage, false)));
    }

    @Test
    void gatewayApi() throws IOException {
        var exposure = new Exposure(Exposure.Mode.GATEWAY, "example.org", "", "infra/public", "monitoring-tls", true);
        GoldenFiles.compare("gateway-api", renderer.render(exposed(exposure, new Storage("", "", Map.of()), true)));
    }

    @Test
    void filesystemBucketCompactedElsewhere() throws IOException {
        var local = MonitoringConfigFixtures.filesystem();
        var bucket = new BucketAccess(local.name(), local.store(), local.retention(), false);
        GoldenFiles.compare(
                "filesystem",
                renderer.render(
                        MonitoringConfigFixtures.withBucket(MonitoringConfigFixtures.minimal(), Optional.of(bucket))));
    }

    private static MonitoringConfig exposed(Exposure exposure, Storage storage, boolean gatewayApi) {
        var config = MonitoringConfigFixtures.withSettings(
                MonitoringConfigFixtures.tutorial(), settings -> SettingsFixtures.with(settings, exposure, storage));
        return MonitoringConfigFixtures.withKubernetes(config, 36, gatewayApi);
    }
}
