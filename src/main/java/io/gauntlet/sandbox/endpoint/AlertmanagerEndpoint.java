package io.gauntlet.sandbox.endpoint;

import io.gauntlet.kernel.Digest;
import io.gauntlet.sandbox.promql.Broken;
import io.gauntlet.sandbox.promql.LabelMatcher;
import io.gauntlet.sandbox.workload.AlertmanagerConfig;
import io.gauntlet.sandbox.workload.LiveCluster;
import io.gauntlet.sandbox.workload.Program;
import io.gauntlet.sandbox.workload.RunningPod;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** The HTTP API of one Alertmanager. */
final class AlertmanagerEndpoint {

    private final LiveCluster cluster;
    private final AlertmanagerPeers peers;
    private final AlertDelivery delivery;
    private final Silences silences;

    AlertmanagerEndpoint(LiveCluster cluster, AlertmanagerPeers peers, AlertDelivery delivery, Silences silences) {
        this.cluster = cluster;
        this.peers = peers;
        this.delivery = delivery;
        this.silences = silences;
    }

    Answer answer(RunningPod pod, RunningPod.Running running, Call call) {
        var program = running.program();
        var path = call.path();
        if (path.startsWith("/api/v1/")) {
            return Answer.text(
                    410,
                    "{\"status\":\"deprecated\",\"error\":\"The Alertmanager v1 API was deprecated in "
                            + "version 0.16.0 and is removed as of version 0.27.0 - please use the equivalent route in the v2 "
                            + "API\"}");
        }
        if (path.startsWith("/api/v2/silence")) {
            return silences.answer(pod.namespace(), call);
        }
        return switch (path) {
            case "/-/healthy", "/-/ready" -> Answer.text(200, "OK");
            case "/-/reload" ->
                call.isGet()
                        ? Answer.methodNotAllowed()
                        : program.reload(cluster.now())
                                .map(failure -> Answer.text(500, failure + "\n"))
                                .orElse(Answer.text(200, ""));
            case "/api/v2/status" -> Answer.json(status(pod, program));
            case "/api/v2/receivers" -> Answer.json(receivers(program));
            case "/api/v2/alerts" -> call.isGet() ? alerts(pod, running, call) : Answer.text(200, "");
            case "/api/v2/alerts/groups" -> groups(pod, running);
            default -> Answer.notFound();
        };
    }

    private ObjectNode status(RunningPod pod, Program program) {
        var status = Answer.object();
        var gossip = status.putObject("cluster");
        if (peers.isClustered(program)) {
            gossip.put("name", peerName(pod));
            gossip.put("status", "ready");
            var list = gossip.putArray("peers");
            peers.of(pod).stream()
                    .sorted(java.util.Comparator.comparing(AlertmanagerEndpoint::peerName))
                    .forEach(
                            peer -> list.addObject().put("name", peerName(peer)).put("address", peer.ip() + ":9094"));
        } else {
            gossip.put("status", "disabled");
            gossip.putArray("peers");
        }
        status.putObject("config")
                .put(
                        "original",
                        program.alertmanagerConfig()
                                .map(AlertmanagerConfig::redacted)
                                .orElse(""));
        status.put("uptime", program.startedAt().toString());
        status.set("versionInfo", ThanosEndpoint.buildInfo(program));
        return status;
    }

    private static String peerName(RunningPod pod) {
        return Blocks.ulidOf(
                1_795_000_000_000L,
                Digest.of(pod.namespace() + pod.name() + pod.ip()).hex());
    }

    private static tools.jackson.databind.node.ArrayNode receivers(Program program) {
        var list = Answer.object().arrayNode();
        for (var receiver :
                program.alertmanagerConfig().map(AlertmanagerConfig::receivers).orElse(List.of())) {
            var json = list.addObject();
            json.put("name", receiver);
            json.putObject("labels").put("name", receiver);
        }
        return list;
    }

    private Answer alerts(RunningPod pod, RunningPod.Running running, Call call) {
        var list = Answer.object().arrayNode();
        var config = running.program().alertmanagerConfig();
        if (config.isEmpty()) {
            return Answer.json(list);
        }
        try {
            var matchers = new ArrayList<LabelMatcher>();
            for (var filter : call.parameters().getOrDefault("filter", List.of())) {
                matchers.addAll(LabelMatcher.parse(filter));
            }
            for (var alert : delivery.receivedBy(pod, running.httpPort())) {
                var silencedBy = silences.matching(pod.namespace(), alert.labels());
                if (matchers.stream().allMatch(matcher -> matcher.matches(alert.labels()))
                        && call.flag(silencedBy.isEmpty() ? "active" : "silenced", true)) {
                    alert(list.addObject(), alert, config.get().receiversOf(alert.labels()), silencedBy);
                }
            }
            return Answer.json(list);
        } catch (Broken broken) {
            return new Answer(400, "application/json", "\"" + broken.reason().replace("\"", "'") + "\"");
        }
    }

    private void alert(ObjectNode json, AlertDelivery.Received alert, List<String> receivers, List<String> silencedBy) {
        var evaluated = cluster.now().minusMillis(cluster.now().toEpochMilli() % 30_000);
        alert.annotations().forEach(json.putObject("annotations")::put);
        json.put("endsAt", evaluated.plusSeconds(240).toString());
        json.put("fingerprint", Digest.of(alert.labels().toString()).hex().substring(0, 16));
        json.put("generatorURL", alert.source());
        alert.labels().forEach(json.putObject("labels")::put);
        var list = json.putArray("receivers");
        receivers.forEach(receiver -> list.addObject().put("name", receiver));
        json.put("startsAt", alert.startsAt().toString());
        var status = json.putObject("status");
        status.putArray("inhibitedBy");
        status.putArray("mutedBy");
        var by = status.putArray("silencedBy");
        silencedBy.forEach(by::add);
        status.put("state", silencedBy.isEmpty() ? "active" : "suppressed");
        json.put("updatedAt", evaluated.toString());
    }

    private Answer groups(RunningPod pod, RunningPod.Running running) {
        var list = Answer.object().arrayNode();
        var config = running.program().alertmanagerConfig();
        if (config.isEmpty()) {
            return Answer.json(list);
        }
        var groups = new TreeMap<String, ObjectNode>();
        try {
            var groupBy = config.get().route().texts("group_by");
            for (var alert : delivery.receivedBy(pod, running.httpPort())) {
                var receivers = config.get().receiversOf(alert.labels());
                var labels = new TreeMap<>(alert.labels());
                if (!groupBy.contains("...")) {
                    labels.keySet().retainAll(groupBy);
                }
                for (var receiver : receivers) {
                    var group = groups.computeIfAbsent(receiver + labels, _ -> group(labels, receiver));
                    alert(
                            ((tools.jackson.databind.node.ArrayNode) group.path("alerts")).addObject(),
                            alert,
                            receivers,
                            silences.matching(pod.namespace(), alert.labels()));
                }
            }
        } catch (Broken impossible) {
            throw new IllegalStateException("was read before", impossible);
        }
        groups.values().forEach(list::add);
        return Answer.json(list);
    }

    private static ObjectNode group(SortedMap<String, String> labels, String receiver) {
        var group = Answer.object();
        group.putArray("alerts");
        labels.forEach(group.putObject("labels")::put);
        group.putObject("receiver").put("name", receiver);
        group.putObject("routeLabels");
        return group;
    }
}
