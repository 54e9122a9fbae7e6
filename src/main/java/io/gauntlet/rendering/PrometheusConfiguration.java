package io.gauntlet.rendering;

import io.gauntlet.kernel.PromDuration;
import java.util.List;

/**
 * The {@code prometheus.yml} of a stack. It names its own revision: a second glob in {@code rule_files} that matches nothing
 * comes back in the status of a Prometheus that has loaded it.
 *
 * @param text     the file
 * @param revision digest over everything but the line that names it
 */
record PrometheusConfiguration(EscapedText text, String revision) {

    private static final long DEFAULT_TIMEOUT = 10_000;

    static PrometheusConfiguration of(RenderScope scope, ScrapeConfigurations scrapes) {
        var settings = scope.settings().prometheus();
        var doc = Doc.map("global", global(scope), "alerting", alerting(scope));
        if (VersionRules.retentionInConfiguration(scope.settings().versions())) {
            var retention = Doc.map("time", settings.retention().toString());
            doc.put("storage", Doc.map("tsdb", Doc.map("retention", retention)));
        }
        var own = new EscapedText(YamlText.write(doc));
        var scraped = scrapes.of(scope);
        var revision = RenderScope.revision(own.text() + scraped.text());
        var ruleFiles =
                List.of(RuleFiles.PROMETHEUS_DIRECTORY + "/*.yaml", "/etc/prometheus/revision/" + revision + "*");
        var last = new EscapedText(YamlText.write(Doc.map("rule_files", ruleFiles)));
        return new PrometheusConfiguration(EscapedText.join(List.of(own, scraped, last)), revision);
    }

    private static Doc global(RenderScope scope) {
        var settings = scope.settings().prometheus();
        var labels = new Doc();
        // Prometheus expands $ in the values of external labels, and only our own is meant to be.
        scope.config().externalLabels().values().forEach((name, value) -> labels.put(name, value.replace("$", "$$")));
        labels.put(settings.replicaLabel(), "${POD_NAME}");
        var timeout = new PromDuration(
                Math.min(DEFAULT_TIMEOUT, settings.scrapeInterval().millis()));
        return Doc.map(
                "scrape_interval",
                settings.scrapeInterval().toString(),
                "scrape_timeout",
                timeout.toString(),
                "evaluation_interval",
                settings.evaluationInterval().toString(),
                "external_labels",
                labels);
    }

    /** Every Alertmanager by itself: behind one address, replicas could not tell duplicates apart. */
    private static Doc alerting(RenderScope scope) {
        var discovery = Doc.map(
                "names",
                List.of(scope.host(AlertmanagerRenderer.PEERS)),
                "type",
                "A",
                "port",
                AlertmanagerRenderer.PORT);
        var dropReplica = Doc.map(
                "action",
                "labeldrop",
                "regex",
                anchored(scope.settings().prometheus().replicaLabel()));
        return Doc.map(
                "alert_relabel_configs",
                List.of(dropReplica),
                "alertmanagers",
                List.of(Doc.map("api_version", "v2", "dns_sd_configs", List.of(discovery))));
    }

    /** Matches just this name: Prometheus anchors the expression, but a name may hold dots. */
    private static String anchored(String label) {
        return label.replace(".", "\\.");
    }
}
