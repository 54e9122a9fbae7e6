package io.gauntlet.sandbox.endpoint;

import com.google.re2j.PatternSyntaxException;
import io.gauntlet.sandbox.workload.Component.Kind;
import io.gauntlet.sandbox.workload.LiveCluster;
import io.gauntlet.sandbox.workload.OncePerLook;
import io.gauntlet.sandbox.workload.Program;
import io.gauntlet.sandbox.workload.RunningPod;
import java.util.Map;
import java.util.Optional;

/**
 * Answers HTTP requests to the pods of one simulated cluster, always from what was pushed there: rules, external labels,
 * stores and configuration are those that the pods have loaded. Safe for use by many threads.
 */
public final class PodEndpoints {

    private final LiveCluster cluster;
    private final Network network;
    private final FanOut fanOut;
    private final AlertDelivery delivery;
    private final ProgramMetrics metrics;
    private final PrometheusEndpoint prometheus;
    private final ThanosEndpoint thanos;
    private final AlertmanagerEndpoint alertmanager;

    public PodEndpoints(LiveCluster cluster) {
        this.cluster = cluster;
        network = new Network(cluster);
        var blocks = new Blocks(cluster);
        var peers = new AlertmanagerPeers(cluster, network);
        var discovery = new Discovery(cluster, network);
        var targets = new Targets(discovery, network);
        var evaluation = new RuleEvaluation(cluster);
        metrics = new ProgramMetrics(cluster, blocks, peers);
        fanOut = new FanOut(network, new Series(targets, metrics, evaluation), evaluation);
        delivery = new AlertDelivery(cluster, network, discovery, fanOut, evaluation);
        var rules = new RulesJson(evaluation, cluster::now);
        prometheus = new PrometheusEndpoint(cluster, targets, fanOut.series(), delivery, rules);
        var querier = new QuerierEndpoint(cluster, fanOut, blocks, rules, prometheus);
        thanos = new ThanosEndpoint(cluster, blocks, fanOut, rules, querier);
        alertmanager = new AlertmanagerEndpoint(cluster, peers, delivery, new Silences(cluster::now));
    }

    /**
     * Answers a request to a pod.
     *
     * @param port a number or the name of a container port; empty for the first port
     * @param pathAndQuery what stands behind {@code /proxy}
     * @return empty if the cluster has no such pod running, which callers report as a pod that cannot be reached
     */
    public Optional<Answer> answer(
            String namespace, String pod, String port, String method, String pathAndQuery, String body) {
        return OncePerLook.look(() -> answerNow(namespace, pod, port, Call.of(method, pathAndQuery, body)));
    }

    private Optional<Answer> answerNow(String namespace, String pod, String port, Call call) {
        var found = cluster.pod(namespace, pod);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var number = number(found.get(), port);
        var running = found.get().at(number);
        if (running.isEmpty()) {
            return Optional.of(Answer.refused(found.get().ip() + ":" + number));
        }
        try {
            return Optional.of(answer(found.get(), running.get(), call));
        } catch (PatternSyntaxException broken) {
            return Optional.of(Answer.failure(400, "bad_data", "error parsing regexp: " + broken.getDescription()));
        }
    }

    /**
     * Answers a request to a Service, by the first ready pod behind it.
     *
     * @param port a number or the name of a port of the Service; empty for the first port
     * @return empty if nothing ready stands behind the Service
     */
    public Optional<Answer> answerService(
            String namespace, String service, String port, String method, String pathAndQuery, String body) {
        return OncePerLook.look(() -> network.behind(namespace, service, port)
                .flatMap(address -> network.podAt(address)
                        .flatMap(pod -> answer(
                                pod.namespace(),
                                pod.name(),
                                String.valueOf(address.port()),
                                method,
                                pathAndQuery,
                                body))));
    }

    /** What a container of a pod has logged; empty if it has not started. */
    public Optional<String> log(String namespace, String pod, String container) {
        return cluster.pod(namespace, pod).flatMap(found -> found.log(container));
    }

    private static int number(RunningPod pod, String port) {
        if (port.matches("\\d{1,5}")) {
            return Integer.parseInt(port);
        }
        if (port.isEmpty()) {
            return pod.containers().stream()
                    .findFirst()
                    .map(RunningPod.Running::httpPort)
                    .orElse(0);
        }
        return pod.port(port).orElse(0);
    }

    private Answer answer(RunningPod pod, RunningPod.Running running, Call call) {
        var program = running.program();
        var kind = program.component().kind();
        var inside = kind.isThanos() && call.path().startsWith("/-/") ? call : unprefixed(program, call);
        if (inside.path().equals("/metrics")) {
            return Answer.metrics(allMetrics(pod, running));
        }
        return switch (kind) {
            case PROMETHEUS -> prometheus.answer(pod, running, inside);
            case ALERTMANAGER -> alertmanager.answer(pod, running, inside);
            case SIDECAR, QUERY, QUERY_FRONTEND, STORE, COMPACT, RULE, RECEIVE -> thanos.answer(pod, running, inside);
            case GRAFANA -> grafana(program, inside);
            case KUBE_STATE_METRICS, NODE_EXPORTER, RELOADER, OTHER -> plain(inside);
        };
    }

    /** Takes off the prefix under which the program was told to serve. */
    private static Call unprefixed(Program program, Call call) {
        var prefix = program.flags()
                .last("web.route-prefix")
                .or(() -> program.flags().last("web.external-prefix"))
                .or(() -> program.flags().last("web.external-url").map(url -> url.replaceFirst("^\\w+://[^/]*", "")))
                .orElse("")
                .replaceAll("/+$", "");
        return !prefix.isEmpty() && call.path().startsWith(prefix) ? call.withoutPrefix(prefix) : call;
    }

    private Metrics allMetrics(RunningPod pod, RunningPod.Running running) {
        var all = metrics.of(pod, running);
        var program = running.program();
        switch (program.component().kind()) {
            case PROMETHEUS ->
                all.gauge(
                        "prometheus_notifications_alertmanagers_discovered",
                        delivery.alertmanagersOf(pod, program).size());
            case QUERY -> querier(pod, program, all);
            case ALERTMANAGER -> {
                var alerts = delivery.receivedBy(pod, running.httpPort()).size();
                all.gauge("alertmanager_alerts", Map.of("state", "active"), alerts);
                all.gauge("alertmanager_alerts", Map.of("state", "suppressed"), 0);
                all.counter("alertmanager_alerts_received_total", Map.of("status", "firing", "version", "v2"), alerts);
            }
            default -> {}
        }
        return all;
    }

    private void querier(RunningPod pod, Program program, Metrics all) {
        for (var store : fanOut.stores(pod, program)) {
            var labels = store.kind() == Kind.SIDECAR
                    ? store.pod()
                            .running(Kind.PROMETHEUS)
                            .map(running -> running.program().externalLabels())
                    : Optional.of(store.running().program().externalLabels());
            var text = labels.filter(set -> !set.isEmpty())
                    .map(set -> "{"
                            + io.gauntlet.kernel.LabelSet.of(set).canonical().replace(",", ", ") + "}")
                    .orElse("no_external_labels");
            all.gauge(
                    "thanos_store_nodes_grpc_connections",
                    Map.of("external_labels", text, "store_type", store.kind().thanosName()),
                    1);
        }
        all.counter("thanos_query_duplicated_endpoint_addresses_total", 0);
        all.gauge("thanos_query_concurrent_gate_queries_max", 20);
        all.gauge("thanos_query_concurrent_gate_queries_in_flight", 0);
        all.counter("thanos_query_endpoints_dns_lookups_total", 4);
        all.counter("thanos_query_endpoints_dns_failures_total", 0);
    }

    private static Answer grafana(Program program, Call call) {
        if (call.path().equals("/api/health")) {
            return Answer.json(Answer.object()
                    .put("database", "ok")
                    .put("version", program.component().version())
                    .put("commit", "simulated"));
        }
        return plain(call);
    }

    private static Answer plain(Call call) {
        return switch (call.path()) {
            case "/healthz", "/livez", "/readyz", "/-/healthy", "/-/ready", "/" -> Answer.text(200, "OK");
            default -> Answer.notFound();
        };
    }
}
