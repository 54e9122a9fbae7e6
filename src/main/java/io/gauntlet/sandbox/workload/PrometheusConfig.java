package io.gauntlet.sandbox.workload;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.PromDuration;
import io.gauntlet.sandbox.promql.Broken;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A Prometheus configuration file, checked as far as Prometheus checks its structure. */
public record PrometheusConfig(Yaml yaml, List<String> ruleFiles, List<Yaml> scrapeConfigs, List<Yaml> alertmanagers) {

    private static final Set<String> TOP = Set.of(
            "global",
            "runtime",
            "alerting",
            "rule_files",
            "scrape_config_files",
            "scrape_configs",
            "storage",
            "tracing",
            "remote_write",
            "remote_read",
            "otlp");
    private static final Set<String> LIMITS = Set.of(
            "body_size_limit",
            "sample_limit",
            "target_limit",
            "label_limit",
            "label_name_length_limit",
            "label_value_length_limit",
            "keep_dropped_targets",
            "metric_name_validation_scheme",
            "metric_name_escaping_scheme",
            "scrape_native_histograms",
            "convert_classic_histograms_to_nhcb",
            "always_scrape_classic_histograms",
            "extra_scrape_metrics",
            "scrape_interval",
            "scrape_timeout",
            "scrape_protocols",
            "scrape_failure_log_file");
    private static final Set<String> GLOBAL =
            union(LIMITS, Set.of("evaluation_interval", "rule_query_offset", "query_log_file", "external_labels"));
    private static final Set<String> HTTP = Set.of(
            "basic_auth",
            "authorization",
            "oauth2",
            "bearer_token",
            "bearer_token_file",
            "follow_redirects",
            "enable_http2",
            "tls_config",
            "proxy_url",
            "no_proxy",
            "proxy_from_environment",
            "proxy_connect_header",
            "http_headers");
    private static final Set<String> DISCOVERY = Set.of(
            "static_configs",
            "kubernetes_sd_configs",
            "dns_sd_configs",
            "file_sd_configs",
            "http_sd_configs",
            "consul_sd_configs",
            "ec2_sd_configs",
            "gce_sd_configs",
            "azure_sd_configs",
            "openstack_sd_configs");
    private static final Set<String> SCRAPE = union(
            union(union(LIMITS, HTTP), DISCOVERY),
            Set.of(
                    "job_name",
                    "honor_labels",
                    "honor_timestamps",
                    "track_timestamps_staleness",
                    "params",
                    "fallback_scrape_protocol",
                    "metrics_path",
                    "scheme",
                    "enable_compression",
                    "native_histogram_bucket_limit",
                    "native_histogram_min_bucket_factor",
                    "relabel_configs",
                    "metric_relabel_configs"));
    private static final Set<String> ALERTMANAGER = union(
            union(HTTP, DISCOVERY),
            Set.of(
                    "sigv4",
                    "scheme",
                    "path_prefix",
                    "timeout",
                    "api_version",
                    "relabel_configs",
                    "alert_relabel_configs"));
    private static final Set<String> ROLES = Set.of("node", "pod", "service", "endpoints", "endpointslice", "ingress");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}|\\$(\\w+|\\$)");

    static PrometheusConfig parse(String path, String text) throws Broken {
        try {
            return read(Yaml.parse(text));
        } catch (Broken broken) {
            throw new Broken("parsing YAML file " + path + ": " + broken.reason());
        }
    }

    private static PrometheusConfig read(Yaml yaml) throws Broken {
        yaml.allow("config.plain", TOP);
        var global = yaml.at("global");
        global.allow("config.plain", GLOBAL);
        for (var key : List.of("scrape_interval", "scrape_timeout", "evaluation_interval")) {
            duration(global, key, "1m");
        }
        yaml.at("storage").allow("config.StorageConfig", Set.of("tsdb", "exemplars"));
        yaml.at("storage")
                .at("tsdb")
                .allow(
                        "config.plain",
                        Set.of(
                                "out_of_order_time_window",
                                "stale_series_compaction_threshold",
                                "chunk_encoding",
                                "retention"));
        var alerting = yaml.at("alerting");
        alerting.allow("config.plain", Set.of("alert_relabel_configs", "alertmanagers"));
        var alertmanagers = alerting.list("alertmanagers");
        for (var alertmanager : alertmanagers) {
            checkAlertmanager(alertmanager);
        }
        var scrapes = yaml.list("scrape_configs");
        checkScrapes(global, scrapes);
        return new PrometheusConfig(yaml, yaml.texts("rule_files"), scrapes, alertmanagers);
    }

    private static void checkAlertmanager(Yaml alertmanager) throws Broken {
        alertmanager.allow("config.plain", ALERTMANAGER);
        if (!alertmanager.text("api_version", "v2").equals("v2")) {
            throw new Broken("expected Alertmanager api version to be one of [v2] but got "
                    + alertmanager.text("api_version", ""));
        }
        checkRoles(alertmanager);
    }

    private static void checkScrapes(Yaml global, List<Yaml> scrapes) throws Broken {
        var names = new HashSet<String>();
        for (var scrape : scrapes) {
            scrape.allow("config.plain", SCRAPE);
            var name = scrape.text("job_name", "");
            if (name.isEmpty()) {
                throw new Broken("job_name is empty");
            }
            if (!names.add(name)) {
                throw new Broken("found multiple scrape configs with job name \"" + name + "\"");
            }
            var interval = duration(scrape, "scrape_interval", global.text("scrape_interval", "1m"));
            if (duration(scrape, "scrape_timeout", "0s") > interval) {
                throw new Broken(
                        "scrape timeout greater than scrape interval for scrape config with job name \"" + name + "\"");
            }
            checkRoles(scrape);
            for (var rule : scrape.list("relabel_configs")) {
                checkRelabel(rule);
            }
        }
    }

    private static void checkRoles(Yaml discovering) throws Broken {
        for (var discovery : discovering.list("kubernetes_sd_configs")) {
            if (!ROLES.contains(discovery.text("role", ""))) {
                throw new Broken("unknown Kubernetes SD role \"" + discovery.text("role", "") + "\"");
            }
        }
    }

    private static void checkRelabel(Yaml rule) throws Broken {
        rule.allow(
                "relabel.plain",
                Set.of("source_labels", "separator", "regex", "modulus", "target_label", "replacement", "action"));
        try {
            com.google.re2j.Pattern.compile(rule.text("regex", "(.*)"));
        } catch (com.google.re2j.PatternSyntaxException broken) {
            throw new Broken("error parsing regexp: " + broken.getDescription());
        }
    }

    private static long duration(Yaml yaml, String key, String otherwise) throws Broken {
        var text = yaml.text(key, otherwise);
        try {
            return PromDuration.of(text).millis();
        } catch (DomainException.Invalid invalid) {
            throw new Broken("not a valid duration string: \"" + text + "\"");
        }
    }

    /** The external labels, with variables of the container's environment put in. */
    public SortedMap<String, String> externalLabels(Map<String, String> environment) {
        var labels = new TreeMap<String, String>();
        try {
            yaml.at("global")
                    .labels("external_labels")
                    .forEach((name, value) -> labels.put(
                            name,
                            VARIABLE.matcher(value)
                                    .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(variable(
                                            found.group(1) == null ? found.group(2) : found.group(1), environment)))));
        } catch (Broken impossible) {
            throw new IllegalStateException("was read before", impossible);
        }
        return labels;
    }

    /** The configuration as the status page shows it: variables filled in, secrets not readable. */
    public String shown(Map<String, String> externalLabels) {
        return ShownConfig.of(yaml.map(), externalLabels);
    }

    private static String variable(String name, Map<String, String> environment) {
        return name.equals("$") ? "$" : environment.getOrDefault(name, "");
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }
}
