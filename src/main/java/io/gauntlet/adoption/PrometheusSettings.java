package io.gauntlet.adoption;

import io.gauntlet.adoption.ConfigFiles.ConfigFile;
import io.gauntlet.adoption.SettingFinder.Setting;
import io.gauntlet.adoption.Survey.Origin;
import io.gauntlet.kernel.LabelSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the configuration of Prometheus says of a stack: intervals, and the labels that identify its series. From the
 * configuration file, or from the custom resource that the Prometheus Operator makes one of.
 */
final class PrometheusSettings {

    /** A label that each replica fills in for itself. */
    private static final Pattern OWN_NAME = Pattern.compile("\\$[({]?(POD_NAME|HOSTNAME)[)}]?");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, Setting> settings;
    private LabelSet labels = LabelSet.empty();
    private String labelSource = "";

    private PrometheusSettings(Map<String, Setting> settings) {
        this.settings = settings;
    }

    /** External labels without the one of the replica; empty where none were found. */
    record Labels(LabelSet labels, String source) {}

    /** @param settings what was found so far; more is added */
    static Labels find(Surveyor.Found survey, ConfigFiles files, Map<String, Setting> settings) {
        var result = new PrometheusSettings(settings);
        survey.running().stream()
                .filter(running -> running.workload().origin() != Origin.OURS)
                .flatMap(running -> running.containers(StackRole.PROMETHEUS)
                        .flatMap(container -> files.of(running.namespace(), running.pod(), container, false).stream()))
                .flatMap(file -> config(file).stream())
                .findFirst()
                .ifPresent(result::file);
        survey.resources().stream()
                .filter(resource -> "Prometheus".equals(resource.kind()))
                .findFirst()
                .ifPresent(result::resource);
        return new Labels(result.labels, result.labelSource);
    }

    private record Config(Map<String, Object> document, String source) {}

    private static Optional<Config> config(ConfigFile file) {
        return Documents.mapping(file.text())
                .filter(Documents::prometheusConfig)
                .map(document -> new Config(document, file.source()));
    }

    private void file(Config config) {
        var global = Documents.child(config.document(), "global");
        put("prometheus.scrapeInterval", Documents.text(global.get("scrape_interval")), config.source());
        put("prometheus.evaluationInterval", Documents.text(global.get("evaluation_interval")), config.source());
        var tsdb = Documents.child(Documents.child(config.document(), "storage"), "tsdb");
        put(
                "prometheus.retention",
                Documents.text(Documents.child(tsdb, "retention").get("time")),
                config.source());
        labels(Documents.child(global, "external_labels"), config.source());
    }

    private void resource(Surveyor.CustomResource resource) {
        var spec = resource.content().path("spec");
        var source = Untrusted.line("Prometheus " + resource.namespace() + "/" + resource.name());
        put("prometheus.scrapeInterval", spec.path("scrapeInterval").asString(""), source);
        put("prometheus.evaluationInterval", spec.path("evaluationInterval").asString(""), source);
        put("prometheus.retention", spec.path("retention").asString(""), source);
        put("prometheus.replicaLabel", spec.path("replicaExternalLabelName").asString("prometheus_replica"), source);
        var own = new TreeMap<String, Object>();
        own.put(
                spec.path("prometheusExternalLabelName").asString("prometheus"),
                resource.namespace() + "/" + resource.name());
        texts(spec.path("externalLabels"))
                .forEach((name, value) -> own.put(String.valueOf(name), Documents.text(value)));
        labels(own, source);
    }

    private static Map<?, ?> texts(JsonNode node) {
        return JSON.convertValue(node, Object.class) instanceof Map<?, ?> map ? map : Map.of();
    }

    private void labels(Map<?, ?> found, String source) {
        var kept = new TreeMap<String, String>();
        found.forEach((name, value) -> {
            var text = Documents.text(value);
            if (OWN_NAME.matcher(text).matches()) {
                put("prometheus.replicaLabel", String.valueOf(name), source);
            } else if (!String.valueOf(name).isEmpty()) {
                kept.put(String.valueOf(name), text);
            }
        });
        if (!kept.isEmpty()) {
            labels = LabelSet.of(kept);
            labelSource = source;
        }
    }

    private void put(String path, String value, String source) {
        if (!value.isEmpty()) {
            settings.put(path, new Setting(path, value, source));
        }
    }
}
