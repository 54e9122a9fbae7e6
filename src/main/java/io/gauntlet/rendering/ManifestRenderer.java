package io.gauntlet.rendering;

import io.gauntlet.kernel.Digest;
import io.gauntlet.rendering.MonitoringConfig.BucketAccess;
import io.gauntlet.rule.RuleGroup.Evaluator;
import java.util.List;

/**
 * Renders the objects of one cluster: a pure function, the same input gives the same bytes. Safe for many threads; one
 * instance for many clusters makes the text that they share once.
 */
public final class ManifestRenderer {

    /** Every rendered object carries this label with the value {@code gauntlet}. */
    public static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";

    /** Label with the name of the cluster as Gauntlet knows it: tells apart two stacks in one cluster. */
    public static final String OWNER_LABEL = "gauntlet.io/cluster";

    /**
     * Annotation with the digest of a configuration: on the ConfigMap {@code prometheus-config} it is the revision that a
     * Prometheus with this configuration names in its {@code rule_files}; on Grafana's pod template it replaces the pod when
     * a file changes that Grafana reads at start only.
     */
    public static final String REVISION_ANNOTATION = "gauntlet.io/revision";

    private final RuleFiles ruleFiles = new RuleFiles();
    private final ScrapeConfigurations scrapes = new ScrapeConfigurations();

    public ManifestSet render(MonitoringConfig config) {
        var scope = new RenderScope(config);
        var prometheusRules = ruleFiles.of(config.ruleGroups(), Evaluator.PROMETHEUS);
        var rulerRules = ruleFiles.of(config.ruleGroups(), Evaluator.RULER);
        NamespaceRenderer.render(scope);
        StorageClassRenderer.render(scope);
        AccessRenderer.render(scope);
        AlertmanagerRenderer.render(scope);
        PrometheusRenderer.render(scope, scrapes, prometheusRules);
        bucket(scope);
        QuerierRenderer.render(scope);
        if (scope.runs(Component.QUERY_FRONTEND)) {
            QueryFrontendRenderer.render(scope);
        }
        if (scope.runs(Component.RULER)) {
            RulerRenderer.render(scope, rulerRules);
        }
        exporters(scope);
        if (scope.runs(Component.GRAFANA)) {
            GrafanaRenderer.render(scope);
        }
        NetworkPolicies.render(scope);
        ExposureRenderer.render(scope);
        var manifests = scope.out().inOrder();
        return new ManifestSet(manifests, SettingsCheck.notices(scope, prometheusRules, rulerRules), digest(manifests));
    }

    private static void bucket(RenderScope scope) {
        scope.objectStore().ifPresent(store -> {
            store.render(scope);
            StoreGatewayRenderer.render(scope, store);
            scope.config()
                    .bucket()
                    .filter(BucketAccess::compactor)
                    .ifPresent(bucket -> CompactorRenderer.render(scope, store, bucket.retention()));
        });
    }

    private static void exporters(RenderScope scope) {
        if (scope.runs(Component.KUBE_STATE_METRICS)) {
            KubeStateMetricsRenderer.render(scope);
        }
        if (scope.runs(Component.NODE_EXPORTER)) {
            NodeExporterRenderer.render(scope);
        }
    }

    private static Digest digest(List<Manifest> manifests) {
        var all = new StringBuilder(manifests.size() * 128);
        for (var manifest : manifests) {
            all.append(manifest.ref().path())
                    .append(' ')
                    .append(manifest.digest())
                    .append('\n');
        }
        return Digest.of(all.toString());
    }
}
