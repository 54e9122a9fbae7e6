package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.promql.Broken;
import io.gauntlet.sandbox.workload.Component.Kind;
import io.gauntlet.sandbox.workload.LiveCluster;
import io.gauntlet.sandbox.workload.Program;
import io.gauntlet.sandbox.workload.RunningPod;
import io.gauntlet.sandbox.workload.Yaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Brings firing alerts from every Prometheus and ruler to the Alertmanagers that their own configuration names. */
final class AlertDelivery {

    /** An alert as an Alertmanager has received it. */
    record Received(
            SortedMap<String, String> labels, Map<String, String> annotations, Instant startsAt, String source) {}

    private final LiveCluster cluster;
    private final Network network;
    private final Discovery discovery;
    private final Series series;
    private final FanOut fanOut;
    private final RuleEvaluation rules;
    private final Turns<Set<String>> receivers;
    private final Turns<List<Received>> alerts;

    AlertDelivery(LiveCluster cluster, Network network, Discovery discovery, FanOut fanOut, RuleEvaluation rules) {
        this.cluster = cluster;
        this.network = network;
        this.discovery = discovery;
        this.series = fanOut.series();
        this.fanOut = fanOut;
        this.rules = rules;
        this.receivers = new Turns<>(cluster);
        this.alerts = new Turns<>(cluster);
    }

    /** The alerts that have reached an Alertmanager, each label set once. */
    List<Received> receivedBy(RunningPod alertmanager, int port) {
        var own = new Network.Address(alertmanager.ip(), port).toString();
        var received = new LinkedHashMap<SortedMap<String, String>, Received>();
        for (var pod : cluster.pods()) {
            for (var kind : Set.of(Kind.PROMETHEUS, Kind.RULE)) {
                var running = pod.running(kind);
                if (running.isPresent()
                        && alertmanagersOf(pod, running.get().program()).contains(own)) {
                    alerts
                            .of(
                                    running.get().program(),
                                    () -> sent(pod, running.get().program()))
                            .stream()
                            .filter(alert -> !cluster.now().isBefore(alert.startsAt()))
                            .forEach(alert -> received.putIfAbsent(alert.labels(), alert));
                }
            }
        }
        return List.copyOf(received.values());
    }

    /** What a program sends of each of its alerts once it fires. */
    private List<Received> sent(RunningPod pod, Program program) {
        var ruler = program.component().kind() == Kind.RULE;
        var source = ruler ? fanOut.forRuler(pod, program) : series.scraped(pod, program);
        var sent = new ArrayList<Received>();
        for (var alert : rules.alerts(program, source)) {
            var labels = new TreeMap<>(alert.labels());
            // A ruler's labels replace what the alert has; Prometheus only adds what is missing.
            program.externalLabels().forEach((name, value) -> {
                if (ruler || !labels.containsKey(name)) {
                    labels.put(name, value);
                }
            });
            var url = "http://" + pod.name() + ":" + (ruler ? 10902 : 9090) + "/graph?g0.expr="
                    + java.net.URLEncoder.encode(alert.rule().expression(), java.nio.charset.StandardCharsets.UTF_8)
                    + "&g0.tab=1";
            relabelled(program, labels)
                    .ifPresent(result -> sent.add(new Received(
                            result,
                            alert.annotations(),
                            alert.activeAt().plusMillis((long) (alert.rule().forSeconds() * 1000)),
                            url)));
        }
        return sent;
    }

    private static Optional<SortedMap<String, String>> relabelled(Program program, SortedMap<String, String> labels) {
        try {
            if (program.component().kind() == Kind.RULE) {
                labels.keySet().removeAll(program.flags().all("alert.label-drop"));
                return Optional.of(labels);
            }
            var config = program.prometheusConfig();
            return config.isEmpty()
                    ? Optional.empty()
                    : Relabeling.apply(config.get().yaml().at("alerting").list("alert_relabel_configs"), labels);
        } catch (Broken broken) {
            return Optional.of(labels);
        }
    }

    /** The addresses of the Alertmanagers that a program sends to. */
    Set<String> alertmanagersOf(RunningPod pod, Program program) {
        return receivers.of(program, () -> resolved(pod, program));
    }

    private Set<String> resolved(RunningPod pod, Program program) {
        var addresses = new TreeSet<String>();
        try {
            if (program.component().kind() == Kind.RULE) {
                for (var url : program.flags().all("alertmanagers.url")) {
                    network.resolve(url, pod.namespace(), 9093).forEach(address -> addresses.add(address.toString()));
                }
                var file = program.fileOf("alertmanagers.config-file")
                        .or(() -> program.flags().last("alertmanagers.config"));
                if (file.isPresent()) {
                    configured(pod, Yaml.parse(file.get()), addresses);
                }
            } else {
                for (var config : program.prometheusConfig()
                        .map(all -> all.alertmanagers())
                        .orElse(List.of())) {
                    discovered(pod, config, addresses);
                }
            }
        } catch (Broken broken) {
            // The rest of the configuration names nobody.
            return addresses;
        }
        return addresses;
    }

    private void configured(RunningPod pod, Yaml file, Set<String> addresses) throws Broken {
        for (var group : file.list("alertmanagers")) {
            for (var url : group.texts("static_configs")) {
                network.resolve(url, pod.namespace(), 9093).forEach(address -> addresses.add(address.toString()));
            }
        }
    }

    private void discovered(RunningPod pod, Yaml config, Set<String> addresses) throws Broken {
        for (var target : discovery.targets(config, pod.namespace())) {
            var labels = new TreeMap<>(target);
            labels.putIfAbsent("__scheme__", config.text("scheme", "http"));
            var kept = Relabeling.apply(config.list("relabel_configs"), labels);
            if (kept.isPresent()) {
                var address = kept.get().getOrDefault("__address__", "");
                network.resolve(address, pod.namespace(), 9093).forEach(found -> addresses.add(found.toString()));
            }
        }
    }
}
