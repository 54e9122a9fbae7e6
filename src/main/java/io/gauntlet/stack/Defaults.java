package io.gauntlet.stack;

import io.gauntlet.kernel.PromDuration;
import io.gauntlet.stack.StackSettings.Resources;
import java.util.Map;

/** What a stack is made of when nobody says otherwise. Sizes are starting points for a cluster of some dozen nodes. */
public final class Defaults {

    /** Version of the paths that settings are stored under. */
    static final int SETTINGS_VERSION = 1;

    private static final StackSettings SETTINGS = new StackSettings(
            new StackSettings.Versions(
                    "3.14.0",
                    "0.42.4",
                    "0.34.2",
                    "2.20.0",
                    "1.12.1",
                    "13.0.2",
                    new StackSettings.Images(
                            "quay.io/prometheus/prometheus",
                            "quay.io/thanos/thanos",
                            "quay.io/prometheus/alertmanager",
                            "registry.k8s.io/kube-state-metrics/kube-state-metrics",
                            "quay.io/prometheus/node-exporter",
                            "docker.io/grafana/grafana")),
            new StackSettings.Prometheus(
                    3,
                    "replica",
                    PromDuration.of("30s"),
                    PromDuration.of("30s"),
                    PromDuration.of("15d"),
                    "50Gi",
                    new Resources("500m", "1Gi", "", "2Gi"),
                    new Resources("50m", "128Mi", "", "512Mi")),
            new StackSettings.Querier(2, PromDuration.of("2m"), new Resources("500m", "1Gi", "", "4Gi")),
            new StackSettings.QueryFrontend(true, 2, new Resources("200m", "512Mi", "", "1536Mi")),
            new StackSettings.Store(1, "10Gi", "250MB", "2GB", new Resources("500m", "2Gi", "", "5Gi")),
            new StackSettings.Compactor("100Gi", new Resources("500m", "4Gi", "", "10Gi")),
            new StackSettings.Ruler(true, 2, PromDuration.of("30s"), "10Gi", new Resources("100m", "256Mi", "", "1Gi")),
            new StackSettings.Alertmanager(
                    3, PromDuration.of("120h"), "2Gi", new Resources("10m", "100Mi", "", "256Mi")),
            new StackSettings.KubeStateMetrics(true, new Resources("100m", "250Mi", "", "512Mi")),
            new StackSettings.NodeExporter(true, 9100, new Resources("102m", "180Mi", "", "180Mi")),
            new StackSettings.Grafana(true, "5Gi", new Resources("100m", "128Mi", "", "512Mi")),
            new StackSettings.Exposure(StackSettings.Exposure.Mode.NONE, "", "", "", "", true),
            new StackSettings.Storage("", "", Map.of()),
            new StackSettings.Adopted(Map.of()));

    private Defaults() {}

    public static StackSettings settings() {
        return SETTINGS;
    }
}
