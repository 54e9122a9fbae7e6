package io.gauntlet.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.stack.StackSettings.Exposure;
import io.gauntlet.stack.StackSettings.Storage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rendered objects before a real API server: every field known, every value valid. Nothing but namespaces is written. */
class StrictDryRunOracleTests {

    @TempDir
    private Path directory;

    @Test
    void everyObjectOfTheTutorialIsAccepted() throws Exception {
        dryRun(MonitoringConfigFixtures.named(MonitoringConfigFixtures.tutorial(), "tokyo", "dry-run-tutorial"));
    }

    @Test
    void everyObjectOfTheSmallestStackIsAccepted() throws Exception {
        dryRun(MonitoringConfigFixtures.named(MonitoringConfigFixtures.minimal(), "tokyo", "dry-run-minimal"));
    }

    @Test
    void ingressAndStorageClassAreAccepted() throws Exception {
        var config = MonitoringConfigFixtures.named(MonitoringConfigFixtures.tutorial(), "tokyo", "dry-run-ingress");
        var exposure = new Exposure(Exposure.Mode.INGRESS, "example.org", "traefik", "", "tls", true);
        var storage = new Storage("", "pd.csi.storage.gke.io", Map.of("type", "pd-ssd"));
        dryRun(MonitoringConfigFixtures.withSettings(
                config, settings -> SettingsFixtures.with(settings, exposure, storage)));
    }

    @Test
    void bucketOnTheNodesDiskIsAccepted() throws Exception {
        var config = MonitoringConfigFixtures.named(MonitoringConfigFixtures.tutorial(), "tokyo", "dry-run-files");
        dryRun(MonitoringConfigFixtures.withBucket(config, Optional.of(MonitoringConfigFixtures.filesystem())));
    }

    private void dryRun(MonitoringConfig config) throws Exception {
        var kubeconfig = System.getenv("GAUNTLET_CONTRACT_KUBECONFIG");
        Oracles.require(
                kubeconfig != null,
                "no API server: set GAUNTLET_CONTRACT_KUBECONFIG (in the lab: cluster up x --control-plane)");
        var set = new ManifestRenderer().render(config);
        var namespace = Files.write(
                directory.resolve("namespace.json"), set.manifests().getFirst().json());
        var all = new ByteArrayOutputStream();
        for (var manifest : set.manifests()) {
            all.writeBytes(manifest.json());
            all.write('\n');
        }
        Files.write(directory.resolve("all.json"), all.toByteArray());
        kubectl(kubeconfig, "apply", "--server-side", "-f", namespace.toString());
        try {
            var said = kubectl(
                    kubeconfig, "apply", "--server-side", "--dry-run=server", "--validate=strict", "-f", "all.json");
            assertThat(said.lines().filter(line -> line.endsWith("(server dry run)")))
                    .hasSameSizeAs(set.manifests());
        } finally {
            kubectl(kubeconfig, "delete", "--wait=false", "-f", namespace.toString());
        }
    }

    private String kubectl(String kubeconfig, String... arguments) throws Exception {
        var all = new String[arguments.length + 1];
        all[0] = "--kubeconfig=" + kubeconfig;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Oracles.accepts(directory, "kubectl", all);
    }
}
