package io.gauntlet.sandbox.endpoint;

import io.gauntlet.kernel.Recent;
import io.gauntlet.sandbox.promql.Broken;
import io.gauntlet.sandbox.promql.Sample;
import io.gauntlet.sandbox.workload.Program;
import io.gauntlet.sandbox.workload.RunningPod;
import io.gauntlet.sandbox.workload.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a Prometheus scrapes, worked out from its configuration and the objects of its cluster. */
final class Targets {

    /** The address at which the API server is found from inside. */
    static final String API_SERVER = "192.0.2.10:6443";

    /**
     * One target after relabelling.
     *
     * @param behind what answers there, if it is simulated
     */
    record Target(
            Yaml config,
            String job,
            SortedMap<String, String> discovered,
            SortedMap<String, String> labels,
            String url,
            boolean up,
            Optional<RunningPod.Running> behind,
            Optional<RunningPod> pod) {}

    private static final int REMEMBERED = 200;
    /** Shared by all clusters of the process and small, so that clusters nobody asks keep nothing. */
    private static final Map<Program, Found> FOUND = Recent.map(REMEMBERED);

    private record Found(int reloads, long changes, List<Target> targets) {}

    private final Discovery discovery;
    private final Network network;

    Targets(Discovery discovery, Network network) {
        this.discovery = discovery;
        this.network = network;
    }

    /** As they were found when the cluster last changed. */
    List<Target> of(RunningPod pod, Program prometheus) {
        var changes = discovery.changes();
        // A reload that refuses rules takes a new scrape configuration nevertheless.
        var reloads = prometheus.reloads();
        var known = FOUND.get(prometheus);
        if (known != null && known.changes() == changes && known.reloads() == reloads) {
            return known.targets();
        }
        var found = List.copyOf(find(pod, prometheus));
        FOUND.put(prometheus, new Found(reloads, changes, found));
        return found;
    }

    private List<Target> find(RunningPod pod, Program prometheus) {
        var found = new ArrayList<Target>();
        var config = prometheus.prometheusConfig();
        if (config.isEmpty()) {
            return found;
        }
        for (var scrape : config.get().scrapeConfigs()) {
            try {
                for (var discovered : discovery.targets(scrape, pod.namespace())) {
                    target(pod, scrape, discovered).ifPresent(found::add);
                }
            } catch (Broken broken) {
                // Such a scrape configuration finds nothing, as with a discovery that fails.
            }
        }
        return found;
    }

    private Optional<Target> target(RunningPod pod, Yaml scrape, SortedMap<String, String> discovered) throws Broken {
        var job = scrape.text("job_name", "");
        var rules = scrape.list("relabel_configs");
        if (isDiscovered(discovered, rules) && Relabeling.dropsAtOnce(rules, discovered)) {
            return Optional.empty();
        }
        var labels = new TreeMap<>(discovered);
        labels.putIfAbsent("job", job);
        labels.putIfAbsent("__scheme__", scrape.text("scheme", "http"));
        labels.putIfAbsent("__metrics_path__", scrape.text("metrics_path", "/metrics"));
        var relabelled = Relabeling.apply(rules, labels);
        if (relabelled.isEmpty()) {
            return Optional.empty();
        }
        var address = relabelled.get().getOrDefault("__address__", "");
        var own = new TreeMap<>(relabelled.get());
        own.putIfAbsent("instance", address);
        own.keySet().removeIf(name -> name.startsWith("__"));
        var url = relabelled.get().get("__scheme__") + "://" + address
                + relabelled.get().get("__metrics_path__");
        var reached = reach(pod, address);
        var behind = reached.flatMap(other -> other.at(portOf(address)));
        var up = behind.isPresent() || isOutside(address);
        return Optional.of(new Target(scrape, job, labels, own, url, up, behind, reached));
    }

    /** Whether the first rule looks at nothing but what discovery has said. */
    private static boolean isDiscovered(SortedMap<String, String> discovered, List<Yaml> rules) throws Broken {
        return !rules.isEmpty()
                && rules.getFirst().texts("source_labels").stream()
                        .allMatch(name -> name.startsWith("__meta_") || discovered.containsKey(name));
    }

    private Optional<RunningPod> reach(RunningPod self, String address) {
        if (address.startsWith("localhost:") || address.startsWith("127.0.0.1:")) {
            return Optional.of(self);
        }
        var colon = address.lastIndexOf(':');
        var host = colon < 0 ? address : address.substring(0, colon);
        return network.host(host, self.namespace(), portOf(address)).stream()
                .map(network::podAt)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static int portOf(String address) {
        var digits = address.substring(address.lastIndexOf(':') + 1);
        return digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 80;
    }

    /** Kubelets and the API server answer although no pod stands behind them. */
    private static boolean isOutside(String address) {
        return address.endsWith(":10250") || address.equals(API_SERVER) || address.startsWith("kubernetes.default.svc");
    }

    /** The presence of every target, as {@code up} has it. */
    static List<Sample> up(List<Target> targets) {
        return targets.stream()
                .map(target -> Sample.of("up", Map.copyOf(target.labels()), target.up() ? 1 : 0))
                .toList();
    }
}
