package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.promql.Broken;
import io.gauntlet.sandbox.workload.LiveCluster;
import io.gauntlet.sandbox.workload.Program;
import io.gauntlet.sandbox.workload.PrometheusConfig;
import io.gauntlet.sandbox.workload.RunningPod;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The HTTP API of one Prometheus. */
final class PrometheusEndpoint {

    private final LiveCluster cluster;
    private final Targets targets;
    private final Series series;
    private final AlertDelivery delivery;
    private final RulesJson rules;
    private final QueryApi queries;

    PrometheusEndpoint(LiveCluster cluster, Targets targets, Series series, AlertDelivery delivery, RulesJson rules) {
        this.cluster = cluster;
        this.targets = targets;
        this.series = series;
        this.delivery = delivery;
        this.rules = rules;
        this.queries = new QueryApi(cluster::now);
    }

    Answer answer(RunningPod pod, RunningPod.Running running, Call call) {
        var program = running.program();
        return switch (call.path()) {
            case "/-/healthy" -> Answer.text(200, "Prometheus Server is Healthy.\n");
            case "/-/ready" -> Answer.text(200, "Prometheus Server is Ready.\n");
            case "/-/reload" -> reload(program, call);
            case "/api/v1/status/config" -> Answer.success(Answer.object().put("yaml", config(program)));
            case "/api/v1/status/flags" -> Answer.success(flags(program));
            case "/api/v1/status/buildinfo" -> Answer.success(ThanosEndpoint.buildInfo(program));
            case "/api/v1/status/runtimeinfo" -> Answer.success(runtime(pod, program));
            case "/api/v1/status/tsdb" -> Answer.success(tsdb(program));
            case "/api/v1/status/walreplay" ->
                Answer.success(Answer.object().put("min", 0).put("max", 0).put("current", 0));
            case "/api/v1/rules" -> {
                var data = Answer.object();
                var scraped = series.scraped(pod, program);
                rules.groups(data.putArray("groups"), call, program, scraped, style(program, false, Map.of()));
                yield Answer.success(data);
            }
            case "/api/v1/alerts" -> {
                var data = Answer.object();
                rules.alerts(data.putArray("alerts"), program, series.scraped(pod, program), false);
                yield Answer.success(data);
            }
            case "/api/v1/targets" -> Answer.success(targets(pod, program, call));
            case "/api/v1/alertmanagers" -> Answer.success(alertmanagers(pod, program));
            default -> queries.answer(call, series.of(pod, program), false);
        };
    }

    static RulesJson.Style style(Program program, boolean thanos, Map<String, String> external) {
        var interval = program.prometheusConfig()
                .map(PrometheusEndpoint::evaluationInterval)
                .orElse(60.0);
        return new RulesJson.Style(thanos, external, interval);
    }

    private static double evaluationInterval(PrometheusConfig config) {
        try {
            return io.gauntlet.kernel.PromDuration.of(config.yaml().at("global").text("evaluation_interval", "1m"))
                            .millis()
                    / 1000.0;
        } catch (Broken broken) {
            return 60;
        }
    }

    private Answer reload(Program program, Call call) {
        if (call.isGet()) {
            return Answer.text(405, "Only POST or PUT requests allowed");
        }
        if (!program.flags().isOn("web.enable-lifecycle", false)) {
            return Answer.text(403, "Lifecycle API is not enabled.");
        }
        return program.reload(cluster.now())
                .map(failure -> Answer.text(500, failure + "\n"))
                .orElse(Answer.text(200, ""));
    }

    private static String config(Program program) {
        return program.prometheusConfig()
                .map(config -> config.shown(program.externalLabels()))
                .orElse("");
    }

    private static ObjectNode flags(Program program) {
        var flags = Answer.object();
        flags.put("config.auto-reload", "false");
        flags.put("config.file", "prometheus.yml");
        flags.put("storage.tsdb.min-block-duration", "2h");
        flags.put("storage.tsdb.max-block-duration", "1d");
        flags.put("storage.tsdb.path", "data/");
        flags.put("storage.tsdb.retention.time", "0s");
        flags.put("storage.tsdb.delay-compact-file.path", "");
        flags.put("web.enable-lifecycle", "false");
        flags.put("web.enable-admin-api", "false");
        flags.put("web.listen-address", "0.0.0.0:9090");
        flags.put("web.external-url", "");
        program.flags().given().forEach(flags::put);
        return flags;
    }

    private ObjectNode runtime(RunningPod pod, Program program) {
        var info = Answer.object();
        info.put("startTime", program.startedAt().toString());
        info.put("CWD", "/");
        info.put("hostname", pod.name());
        info.put("serverTime", cluster.now().toString());
        info.put("reloadConfigSuccess", program.reloadFailure().isEmpty());
        info.put(
                "lastConfigTime",
                program.loadedAt().truncatedTo(ChronoUnit.SECONDS).toString());
        info.put("corruptionCount", 0);
        info.put("goroutineCount", 80);
        info.put("GOMAXPROCS", 2);
        info.put("GOMEMLIMIT", 4294967296L);
        info.put("GOGC", "75");
        info.put("GODEBUG", "");
        info.put(
                "storageRetention",
                program.flags().last("storage.tsdb.retention.time").orElse("15d"));
        return info;
    }

    private ObjectNode tsdb(Program program) {
        var data = Answer.object();
        data.putObject("headStats")
                .put("numSeries", 4742)
                .put("numLabelPairs", 1460)
                .put("chunkCount", 4742)
                .put("minTime", program.startedAt().toEpochMilli())
                .put("maxTime", cluster.now().toEpochMilli());
        for (var list : java.util.List.of(
                "seriesCountByMetricName",
                "labelValueCountByLabelName",
                "memoryInBytesByLabelName",
                "seriesCountByLabelValuePair")) {
            data.putArray(list);
        }
        return data;
    }

    ObjectNode targets(RunningPod pod, Program program, Call call) {
        var data = Answer.object();
        var active = data.putArray("activeTargets");
        if (!call.parameter("state").orElse("any").equals("dropped")) {
            for (var target : targets.of(pod, program)) {
                target(active.addObject(), pod, target);
            }
        }
        data.putArray("droppedTargets");
        data.putObject("droppedTargetCounts");
        return data;
    }

    private void target(ObjectNode json, RunningPod pod, Targets.Target target) {
        target.discovered().forEach(json.putObject("discoveredLabels")::put);
        target.labels().forEach(json.putObject("labels")::put);
        json.put("scrapePool", target.job());
        json.put("scrapeUrl", target.url());
        json.put("globalUrl", target.url().replace("//localhost:", "//" + pod.name() + ":"));
        json.put("lastError", target.up() ? "" : "dial tcp: connect: connection refused");
        json.put("lastScrape", cluster.now().minusSeconds(3).toString());
        json.put("lastScrapeDuration", 0.006);
        json.put("health", target.up() ? "up" : "down");
        json.put("scrapeInterval", target.config().text("scrape_interval", "30s"));
        json.put("scrapeTimeout", target.config().text("scrape_timeout", "10s"));
    }

    private ObjectNode alertmanagers(RunningPod pod, Program program) {
        var data = Answer.object();
        var active = data.putArray("activeAlertmanagers");
        for (var address : delivery.alertmanagersOf(pod, program)) {
            active.addObject().put("url", "http://" + address + "/api/v2/alerts");
        }
        data.putArray("droppedAlertmanagers");
        return data;
    }
}
