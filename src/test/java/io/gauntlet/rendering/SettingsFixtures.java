package io.gauntlet.rendering;

import io.gauntlet.kernel.PromDuration;
import io.gauntlet.stack.StackSettings;
import io.gauntlet.stack.StackSettings.Alertmanager;
import io.gauntlet.stack.StackSettings.Compactor;
import io.gauntlet.stack.StackSettings.Exposure;
import io.gauntlet.stack.StackSettings.Grafana;
import io.gauntlet.stack.StackSettings.Images;
import io.gauntlet.stack.StackSettings.KubeStateMetrics;
import io.gauntlet.stack.StackSettings.NodeExporter;
import io.gauntlet.stack.StackSettings.Prometheus;
import io.gauntlet.stack.StackSettings.Querier;
import io.gauntlet.stack.StackSettings.QueryFrontend;
import io.gauntlet.stack.StackSettings.Resources;
import io.gauntlet.stack.StackSettings.Ruler;
import io.gauntlet.stack.StackSettings.Storage;
import io.gauntlet.stack.StackSettings.Store;
import io.gauntlet.stack.StackSettings.Versions;
import java.util.Map;

/** Settings of a stack, with the changes that tests need. */
public final class SettingsFixtures {

    private static final Images IMAGES = new Images(
            "quay.io/prometheus/prometheus",
            "quay.io/thanos/thanos",
            "quay.io/prometheus/alertmanager",
            "registry.k8s.io/kube-state-metrics/kube-state-metrics",
            "quay.io/prometheus/node-exporter",
            "docker.io/grafana/grafana");

    private SettingsFixtures() {}

    /** Everything switched on, three replicas. */
    public static StackSettings defaults() {
        return new StackSettings(
                new Versions("3.14.0", "0.42.4", "0.34.2", "2.20.0", "1.12.1", "13.0.2", IMAGES),
                prometheus(3, "replica", "2d"),
                new Querier(2, duration("2m"), resources("500m", "1Gi", "4Gi")),
                new QueryFrontend(true, 2, resources("200m", "512Mi", "1536Mi")),
                new Store(2, "10Gi", "250MB", "500MB", resources("500m", "1Gi", "4Gi")),
                new Compactor("100Gi", resources("500m", "1Gi", "10Gi")),
                new Ruler(true, 2, duration("30s"), "10Gi", resources("100m", "256Mi", "1Gi")),
                new Alertmanager(3, duration("5d"), "5Gi", resources("10m", "100Mi", "256Mi")),
                new KubeStateMetrics(true, resources("100m", "250Mi", "512Mi")),
                new NodeExporter(true, 9100, resources("100m", "180Mi", "180Mi")),
                new Grafana(true, "5Gi", resources("100m", "128Mi", "512Mi")),
                new Exposure(Exposure.Mode.NONE, "", "", "", "", true),
                new Storage("fast", "", Map.of()),
                new StackSettings.Adopted(Map.of()));
    }

    /** Only what a stack cannot do without, and the cluster's default storage class. */
    public static StackSettings minimal() {
        var all = defaults();
        var none = new Resources("", "", "", "");
        return new StackSettings(
                all.versions(),
                prometheus(2, "replica", "15d"),
                all.querier(),
                new QueryFrontend(false, 2, none),
                all.store(),
                all.compactor(),
                new Ruler(false, 2, duration("30s"), "10Gi", none),
                all.alertmanager(),
                new KubeStateMetrics(false, none),
                new NodeExporter(false, 9100, none),
                new Grafana(false, "5Gi", none),
                new Exposure(Exposure.Mode.NONE, "", "", "", "", false),
                new Storage("", "", Map.of()),
                all.adopted());
    }

    public static Prometheus prometheus(int replicas, String replicaLabel, String retention) {
        return new Prometheus(
                replicas,
                replicaLabel,
                duration("30s"),
                duration("30s"),
                duration(retention),
                "100Gi",
                resources("500m", "1Gi", "4Gi"),
                resources("50m", "128Mi", "512Mi"));
    }

    public static StackSettings with(StackSettings all, Prometheus prometheus) {
        return new StackSettings(
                all.versions(),
                prometheus,
                all.querier(),
                all.queryFrontend(),
                all.store(),
                all.compactor(),
                all.ruler(),
                all.alertmanager(),
                all.kubeStateMetrics(),
                all.nodeExporter(),
                all.grafana(),
                all.exposure(),
                all.storage(),
                all.adopted());
    }

    public static StackSettings with(StackSettings all, Versions versions) {
        return new StackSettings(
                versions,
                all.prometheus(),
                all.querier(),
                all.queryFrontend(),
                all.store(),
                all.compactor(),
                all.ruler(),
                all.alertmanager(),
                all.kubeStateMetrics(),
                all.nodeExporter(),
                all.grafana(),
                all.exposure(),
                all.storage(),
                all.adopted());
    }

    public static StackSettings with(StackSettings all, Querier querier, Store store, Ruler ruler) {
        return new StackSettings(
                all.versions(),
                all.prometheus(),
                querier,
                all.queryFrontend(),
                store,
                all.compactor(),
                ruler,
                all.alertmanager(),
                all.kubeStateMetrics(),
                all.nodeExporter(),
                all.grafana(),
                all.exposure(),
                all.storage(),
                all.adopted());
    }

    public static StackSettings with(StackSettings all, Alertmanager alertmanager) {
        return new StackSettings(
                all.versions(),
                all.prometheus(),
                all.querier(),
                all.queryFrontend(),
                all.store(),
                all.compactor(),
                all.ruler(),
                alertmanager,
                all.kubeStateMetrics(),
                all.nodeExporter(),
                all.grafana(),
                all.exposure(),
                all.storage(),
                all.adopted());
    }

    public static StackSettings with(StackSettings all, Exposure exposure, Storage storage) {
        return new StackSettings(
                all.versions(),
                all.prometheus(),
                all.querier(),
                all.queryFrontend(),
                all.store(),
                all.compactor(),
                all.ruler(),
                all.alertmanager(),
                all.kubeStateMetrics(),
                all.nodeExporter(),
                all.grafana(),
                exposure,
                storage,
                all.adopted());
    }

    public static Versions prometheusVersion(String prometheus) {
        return new Versions(prometheus, "0.42.4", "0.34.2", "2.20.0", "1.12.1", "13.0.2", IMAGES);
    }

    public static PromDuration duration(String text) {
        return PromDuration.of(text);
    }

    private static Resources resources(String cpuRequest, String memoryRequest, String memoryLimit) {
        return new Resources(cpuRequest, memoryRequest, "", memoryLimit);
    }
}
