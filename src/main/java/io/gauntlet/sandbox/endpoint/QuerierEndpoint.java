package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.promql.Broken;
import io.gauntlet.sandbox.promql.LabelMatcher;
import io.gauntlet.sandbox.workload.Component.Kind;
import io.gauntlet.sandbox.workload.LiveCluster;
import io.gauntlet.sandbox.workload.Program;
import io.gauntlet.sandbox.workload.RunningPod;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The HTTP API of one Thanos querier. */
final class QuerierEndpoint {

    private final LiveCluster cluster;
    private final FanOut fanOut;
    private final Blocks blocks;
    private final RulesJson rules;
    private final PrometheusEndpoint prometheus;
    private final QueryApi queries;

    QuerierEndpoint(LiveCluster cluster, FanOut fanOut, Blocks blocks, RulesJson rules, PrometheusEndpoint prometheus) {
        this.cluster = cluster;
        this.fanOut = fanOut;
        this.blocks = blocks;
        this.rules = rules;
        this.prometheus = prometheus;
        this.queries = new QueryApi(cluster::now);
    }

    Answer answer(RunningPod pod, Program program, Call call) {
        return switch (call.path()) {
            case "/api/v1/stores" -> Answer.success(stores(pod, program));
            case "/api/v1/rules" -> rules(pod, program, call);
            case "/api/v1/alerts" -> alerts(pod, program);
            case "/api/v1/targets" -> targets(pod, program, call);
            case "/api/v1/query_exemplars" -> Answer.success(Answer.object().arrayNode());
            default -> queries.answer(call, fanOut.source(pod, program, question(program, call)), true);
        };
    }

    private static FanOut.Question question(Program program, Call call) {
        var chosen = call.parameters().getOrDefault("replicaLabels[]", List.of());
        var labels = chosen.isEmpty() ? FanOut.replicaLabels(program) : new LinkedHashSet<>(chosen);
        var pattern = "";
        for (var match : call.parameters().getOrDefault("storeMatch[]", List.of())) {
            try {
                for (var matcher : LabelMatcher.parse(match)) {
                    pattern = matcher.name().equals("__address__") ? matcher.value() : pattern;
                }
            } catch (Broken broken) {
                pattern = "";
            }
        }
        return new FanOut.Question(call.flag("dedup", true), Set.copyOf(labels), true, pattern);
    }

    private ObjectNode stores(RunningPod pod, Program program) {
        var byKind = new TreeMap<String, tools.jackson.databind.node.ArrayNode>();
        for (var store : fanOut.stores(pod, program)) {
            var key = store.kind().thanosName();
            store(byKind.computeIfAbsent(key, _ -> Answer.object().arrayNode()).addObject(), store);
        }
        var data = Answer.object();
        byKind.forEach(data::set);
        return data;
    }

    private void store(ObjectNode json, FanOut.Store store) {
        json.put("name", store.address().toString());
        json.put(
                "lastCheck",
                cluster.now().minusMillis(cluster.now().toEpochMilli() % 5000).toString());
        json.putNull("lastError");
        var sets = json.putArray("labelSets");
        var program = store.running().program();
        switch (store.kind()) {
            case SIDECAR -> {
                var beside = store.pod().running(Kind.PROMETHEUS);
                beside.ifPresent(running -> add(sets, running.program().externalLabels()));
                json.put(
                        "minTime",
                        beside.map(running -> millis(running.program().startedAt()))
                                .orElse(0L));
                json.put("maxTime", Long.MAX_VALUE);
            }
            case RULE -> {
                add(sets, program.externalLabels());
                json.put("minTime", millis(program.startedAt()));
                json.put("maxTime", Long.MAX_VALUE);
            }
            case STORE -> {
                blocks.labelSets(store.pod().namespace()).forEach(labels -> add(sets, labels));
                var all = blocks.of(store.pod().namespace());
                json.put(
                        "minTime",
                        all.stream().mapToLong(Blocks.Block::minTime).min().orElse(Long.MAX_VALUE));
                json.put(
                        "maxTime",
                        all.stream().mapToLong(Blocks.Block::maxTime).max().orElse(Long.MIN_VALUE));
            }
            default -> {
                json.put("minTime", -62167219200000L);
                json.put("maxTime", Long.MAX_VALUE);
            }
        }
    }

    private static void add(tools.jackson.databind.node.ArrayNode sets, Map<String, String> labels) {
        if (!labels.isEmpty()) {
            labels.forEach(sets.addObject()::put);
        }
    }

    private static long millis(Instant moment) {
        return moment.toEpochMilli();
    }

    private Answer rules(RunningPod pod, Program program, Call call) {
        var type = call.parameter("type").orElse("");
        if (!Set.of("", "alert", "record").contains(type)) {
            return Answer.failure(400, "bad_data", "invalid rules parameter type='" + type + "'");
        }
        var data = Answer.object();
        var groups = data.putArray("groups");
        var all = Answer.object().arrayNode();
        for (var store : fanOut.stores(pod, program)) {
            if (store.kind() == Kind.RULE) {
                var ruler = store.running().program();
                var style = ThanosEndpoint.style(ruler);
                rules.groups(
                        all,
                        call,
                        ruler,
                        fanOut.forRuler(store.pod(), ruler),
                        new RulesJson.Style(true, withoutReplica(program, ruler), style.interval()));
            } else if (store.kind() == Kind.SIDECAR) {
                store.pod()
                        .running(Kind.PROMETHEUS)
                        .map(RunningPod.Running::program)
                        .ifPresent(beside -> rules.groups(
                                all,
                                call,
                                beside,
                                fanOut.series().scraped(store.pod(), beside),
                                PrometheusEndpoint.style(beside, true, withoutReplica(program, beside))));
            }
        }
        addOnce(all, groups);
        return Answer.success(data);
    }

    private static Map<String, String> withoutReplica(Program querier, Program store) {
        var labels = new TreeMap<>(store.externalLabels());
        FanOut.replicaLabels(querier).forEach(labels::remove);
        return labels;
    }

    /** Replicas load the same groups: each is shown once. */
    private static void addOnce(tools.jackson.databind.node.ArrayNode all, tools.jackson.databind.node.ArrayNode once) {
        var seen = new HashSet<String>();
        for (var group : all) {
            var labels = new StringBuilder();
            group.path("rules").forEach(rule -> labels.append(rule.path("labels")));
            if (seen.add(group.path("file") + " " + group.path("name") + labels)) {
                once.add(group);
            }
        }
    }

    private Answer alerts(RunningPod pod, Program program) {
        var all = Answer.object().arrayNode();
        for (var store : fanOut.stores(pod, program)) {
            if (store.kind() == Kind.RULE) {
                var ruler = store.running().program();
                rules.alerts(all, ruler, fanOut.forRuler(store.pod(), ruler), true);
            } else if (store.kind() == Kind.SIDECAR) {
                store.pod()
                        .running(Kind.PROMETHEUS)
                        .map(RunningPod.Running::program)
                        .ifPresent(beside ->
                                rules.alerts(all, beside, fanOut.series().scraped(store.pod(), beside), true));
            }
        }
        var data = Answer.object();
        var alerts = data.putArray("alerts");
        var seen = new HashSet<JsonNode>();
        for (var alert : all) {
            if (seen.add(alert.path("labels"))) {
                alerts.add(alert);
            }
        }
        return Answer.success(data);
    }

    private Answer targets(RunningPod pod, Program program, Call call) {
        var data = Answer.object();
        var active = data.putArray("activeTargets");
        data.putArray("droppedTargets");
        var replicaLabels = FanOut.replicaLabels(program);
        var seen = new HashSet<JsonNode>();
        for (var store : fanOut.stores(pod, program)) {
            var beside = store.pod().running(Kind.PROMETHEUS);
            if (store.kind() != Kind.SIDECAR || beside.isEmpty()) {
                continue;
            }
            var external = new TreeMap<>(beside.get().program().externalLabels());
            replicaLabels.forEach(external::remove);
            var own = prometheus
                    .targets(store.pod(), beside.get().program(), call)
                    .path("activeTargets");
            for (var target : own) {
                external.forEach(((ObjectNode) target.path("labels"))::put);
                external.forEach(((ObjectNode) target.path("discoveredLabels"))::put);
                if (seen.add(target.path("labels"))) {
                    active.add(target);
                }
            }
        }
        return Answer.success(data);
    }
}
