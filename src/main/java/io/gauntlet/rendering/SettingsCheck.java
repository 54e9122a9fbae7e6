package io.gauntlet.rendering;

import io.gauntlet.kernel.PromDuration;
import io.gauntlet.rendering.ManifestSet.Notice;
import io.gauntlet.rendering.ManifestSet.Severity;
import io.gauntlet.rendering.MonitoringConfig.BucketAccess;
import io.gauntlet.rendering.RuleFiles.RuleFile;
import io.gauntlet.rule.RuleGroup.Evaluator;
import io.gauntlet.stack.StackSettings.Exposure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is wrong with the input, or worth knowing before it is pushed. Codes are explained in docs/rendering.md. */
final class SettingsCheck {

    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMGT])i?B");
    private static final long MIN_INDEX_CACHE_KIB = 150 * 1024;
    private static final int OBJECT_BYTES = 1000 * 1024;
    private static final PromDuration SAFE_RETENTION = PromDuration.of("6h");
    private static final Set<String> RULER_LABELS = Set.of(RenderScope.RULER_REPLICA, RenderScope.RULER_CLUSTER);

    private final RenderScope scope;
    private final List<Notice> notices = new ArrayList<>();

    private SettingsCheck(RenderScope scope) {
        this.scope = scope;
    }

    static List<Notice> notices(RenderScope scope, List<RuleFile> prometheusRules, List<RuleFile> rulerRules) {
        var check = new SettingsCheck(scope);
        check.notices.addAll(VersionRules.check(scope.config()));
        check.replicas();
        check.labels();
        check.sizes();
        check.bucket();
        check.rules("prometheus", prometheusRules);
        check.rules("ruler", rulerRules);
        check.routing();
        check.exposure();
        return List.copyOf(check.notices);
    }

    private void replicas() {
        var settings = scope.settings();
        replicas("prometheus.replicas", settings.prometheus().replicas());
        replicas("querier.replicas", settings.querier().replicas());
        replicas("alertmanager.replicas", settings.alertmanager().replicas());
        if (scope.runs(Component.QUERY_FRONTEND)) {
            replicas("queryFrontend.replicas", settings.queryFrontend().replicas());
        }
        if (scope.runs(Component.STORE_GATEWAY)) {
            replicas("store.replicas", settings.store().replicas());
        }
        if (scope.runs(Component.RULER)) {
            replicas("ruler.replicas", settings.ruler().replicas());
        } else {
            var idle = scope.config().ruleGroups().stream()
                    .filter(group -> group.enabled() && group.evaluator() == Evaluator.RULER)
                    .count();
            warnIf(idle > 0, "ruler-groups-unevaluated", Long.toString(idle));
        }
    }

    private void replicas(String path, int value) {
        blockIf(value < 1, "replicas-too-few", path, Integer.toString(value), "1");
        warnIf(value == 1, "no-high-availability", path);
    }

    private void labels() {
        var replicaLabel = scope.settings().prometheus().replicaLabel();
        var labels = scope.config().externalLabels();
        blockIf(!LABEL_NAME.matcher(replicaLabel).matches(), "label-name-invalid", replicaLabel);
        blockIf(labels.get("cluster").filter(value -> !value.isEmpty()).isEmpty(), "external-label-missing", "cluster");
        blockIf(
                RULER_LABELS.contains(replicaLabel) || "cluster".equals(replicaLabel),
                "external-label-reserved",
                replicaLabel);
        for (var name : labels.values().keySet()) {
            blockIf(!LABEL_NAME.matcher(name).matches(), "label-name-invalid", name);
            blockIf(name.equals(replicaLabel) || RULER_LABELS.contains(name), "external-label-reserved", name);
        }
    }

    private void sizes() {
        var settings = scope.settings();
        storage("prometheus.storageSize", settings.prometheus().storageSize());
        storage("alertmanager.storageSize", settings.alertmanager().storageSize());
        if (scope.runs(Component.STORE_GATEWAY)) {
            storage("store.storageSize", settings.store().storageSize());
            var size = SIZE.matcher(settings.store().indexCacheSize());
            blockIf(
                    !size.matches() || kibibytes(size.group(1), size.group(2)) < MIN_INDEX_CACHE_KIB,
                    "index-cache-too-small",
                    settings.store().indexCacheSize(),
                    "150MB");
        }
        if (scope.runs(Component.COMPACTOR)) {
            storage("compactor.storageSize", settings.compactor().storageSize());
        }
        if (scope.runs(Component.RULER)) {
            storage("ruler.storageSize", settings.ruler().storageSize());
        }
        if (scope.runs(Component.GRAFANA)) {
            storage("grafana.storageSize", settings.grafana().storageSize());
        }
        interval("prometheus.scrapeInterval", settings.prometheus().scrapeInterval());
        interval("prometheus.evaluationInterval", settings.prometheus().evaluationInterval());
        interval("querier.timeout", settings.querier().timeout());
    }

    private void storage(String path, String size) {
        warnIf(size.isBlank(), "no-volume", path);
    }

    private void interval(String path, PromDuration duration) {
        blockIf(duration.millis() == 0, "setting-missing", path);
    }

    private static long kibibytes(String number, String unit) {
        var power = "KMGT".indexOf(unit);
        return Long.parseLong(number) << (10 * power);
    }

    private void bucket() {
        var bucket = scope.config().bucket();
        if (bucket.isEmpty()) {
            add(Severity.INFO, "no-bucket");
            return;
        }
        var name = bucket.get().name().value();
        var retention = scope.settings().prometheus().retention();
        warnIf(
                retention.millis() != 0 && retention.compareTo(SAFE_RETENTION) < 0,
                "retention-short",
                retention.toString(),
                SAFE_RETENTION.toString());
        warnIf(scope.objectStore().filter(ObjectStoreFile::onNodeDisk).isPresent(), "filesystem-bucket", name);
        if (bucket.filter(BucketAccess::compactor).isEmpty()) {
            add(Severity.INFO, "compactor-elsewhere", name);
        }
    }

    private void rules(String evaluator, List<RuleFile> files) {
        var shards = RuleFiles.shards(files).size();
        blockIf(
                shards > RuleFiles.MAX_SHARDS,
                "rules-too-large",
                evaluator,
                Integer.toString(shards),
                Integer.toString(RuleFiles.MAX_SHARDS));
        for (var file : files) {
            blockIf(
                    file.bytes() > OBJECT_BYTES,
                    "rule-group-too-large",
                    file.group().name());
        }
    }

    private void routing() {
        var routing = scope.config().alertmanager();
        warnIf(routing.isEmpty(), "no-routing");
        blockIf(
                routing.filter(config -> config.yaml().length() > OBJECT_BYTES / 2)
                        .isPresent(),
                "routing-too-large");
    }

    private void exposure() {
        var exposure = scope.settings().exposure();
        if (exposure.networkPolicies()) {
            add(Severity.INFO, "network-policies");
        }
        if (scope.runs(Component.GRAFANA)) {
            add(Severity.INFO, "grafana-password", scope.namespace());
        }
        if (exposure.mode() == Exposure.Mode.NONE) {
            return;
        }
        blockIf(exposure.domain().isBlank(), "setting-missing", "exposure.domain");
        if (exposure.mode() == Exposure.Mode.GATEWAY) {
            blockIf(!scope.config().gatewayApi(), "gateway-api-missing");
            blockIf(exposure.gateway().isBlank(), "setting-missing", "exposure.gateway");
        }
        add(
                Severity.WARNING,
                "exposed-without-sign-in",
                scope.publicHost(Component.QUERIER),
                scope.publicHost(Component.ALERTMANAGER));
    }

    private void blockIf(boolean broken, String code, String... arguments) {
        if (broken) {
            add(Severity.BLOCKING, code, arguments);
        }
    }

    private void warnIf(boolean odd, String code, String... arguments) {
        if (odd) {
            add(Severity.WARNING, code, arguments);
        }
    }

    private void add(Severity severity, String code, String... arguments) {
        notices.add(new Notice(severity, code, List.of(arguments)));
    }
}
