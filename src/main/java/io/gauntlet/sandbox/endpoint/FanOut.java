package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.promql.Broken;
import io.gauntlet.sandbox.promql.LabelMatcher;
import io.gauntlet.sandbox.promql.PromExpression;
import io.gauntlet.sandbox.promql.Sample;
import io.gauntlet.sandbox.workload.Component.Kind;
import io.gauntlet.sandbox.workload.Program;
import io.gauntlet.sandbox.workload.RunningPod;
import io.gauntlet.sandbox.workload.Yaml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the stores that a querier's own flags lead to, and asks them. */
final class FanOut {

    /** One store that a querier has reached. */
    record Store(Network.Address address, RunningPod pod, RunningPod.Running running) {

        Kind kind() {
            return running.program().component().kind();
        }
    }

    /**
     * How to ask.
     *
     * @param rulers whether to ask rulers too; a ruler's own question must not come back to it
     */
    record Question(boolean deduplicate, Set<String> replicaLabels, boolean rulers, String addressPattern) {}

    private static final List<String> FLAGS =
            List.of("endpoint", "endpoint-strict", "endpoint-group", "endpoint-group-strict", "store");
    private static final Set<Kind> STORES = Set.of(Kind.SIDECAR, Kind.STORE, Kind.RULE, Kind.RECEIVE, Kind.QUERY);

    private final Network network;
    private final Series series;
    private final RuleEvaluation rules;

    FanOut(Network network, Series series, RuleEvaluation rules) {
        this.network = network;
        this.series = series;
        this.rules = rules;
    }

    Series series() {
        return series;
    }

    /** The stores of a querier, sorted by address. */
    List<Store> stores(RunningPod querier, Program program) {
        var addresses = new LinkedHashSet<Network.Address>();
        for (var endpoint : endpoints(program)) {
            addresses.addAll(network.resolve(endpoint, querier.namespace(), 10901));
        }
        var stores = new ArrayList<Store>();
        for (var address : addresses) {
            network.grpcAt(address)
                    .ifPresent(pod -> pod.containers().stream()
                            .filter(running -> STORES.contains(
                                    running.program().component().kind()))
                            .findFirst()
                            .ifPresent(running -> stores.add(new Store(address, pod, running))));
        }
        stores.sort(java.util.Comparator.comparing(store -> store.address().toString()));
        return stores;
    }

    private static List<String> endpoints(Program program) {
        var endpoints = new ArrayList<String>();
        FLAGS.forEach(flag -> endpoints.addAll(program.flags().all(flag)));
        program.fileOf("endpoint.sd-config-file")
                .or(() -> program.flags().last("endpoint.sd-config"))
                .ifPresent(text -> {
                    try {
                        for (var endpoint : Yaml.parse(text).list("endpoints")) {
                            endpoints.add(endpoint.text("address", ""));
                        }
                    } catch (Broken broken) {
                        // A file that cannot be read names no endpoints.
                    }
                });
        return endpoints;
    }

    static Set<String> replicaLabels(Program querier) {
        var labels = new LinkedHashSet<String>();
        querier.flags().all("query.replica-label").forEach(flag -> labels.addAll(Arrays.asList(flag.split(",", -1))));
        return labels;
    }

    /** The series of all stores of a querier. */
    PromExpression.Source source(RunningPod querier, Program program, Question question) {
        var stores = stores(querier, program);
        // Each store is read once for a source, however many selectors look at it.
        var sources = new ConcurrentHashMap<Store, PromExpression.Source>();
        return matchers -> {
            var found = new ArrayList<Sample>();
            for (var store : stores) {
                if (question.addressPattern().isEmpty()
                        || com.google.re2j.Pattern.matches(
                                question.addressPattern(), store.address().toString())) {
                    found.addAll(labelled(
                            sources.computeIfAbsent(store, asked -> of(asked, question.rulers())),
                            store.kind() == Kind.SIDECAR
                                    ? prometheusLabels(store)
                                    : store.running().program().externalLabels(),
                            matchers));
                }
            }
            return question.deduplicate() ? deduplicated(found, question.replicaLabels()) : found;
        };
    }

    private static SortedMap<String, String> prometheusLabels(Store sidecar) {
        return sidecar.pod()
                .running(Kind.PROMETHEUS)
                .map(running -> running.program().externalLabels())
                .orElseGet(TreeMap::new);
    }

    private PromExpression.Source of(Store store, boolean rulers) {
        if (store.kind() == Kind.SIDECAR) {
            var prometheus = store.pod().running(Kind.PROMETHEUS);
            return prometheus.isEmpty()
                    ? matchers -> List.of()
                    : series.of(store.pod(), prometheus.get().program());
        }
        if (store.kind() == Kind.RULE && rulers) {
            var program = store.running().program();
            var results = rules.results(program, forRuler(store.pod(), program));
            return inner -> Series.filtered(results, inner);
        }
        return matchers -> List.of();
    }

    /** A store's external labels replace those of its series, and matchers on them never reach the series. */
    private static List<Sample> labelled(
            PromExpression.Source source, SortedMap<String, String> external, List<LabelMatcher> matchers) {
        if (!QueryApi.maySelect(matchers, external)) {
            return List.of();
        }
        var inner = matchers.stream()
                .filter(matcher -> !external.containsKey(matcher.name()))
                .toList();
        return source.select(inner).stream()
                .map(sample -> sample.with(external))
                .toList();
    }

    private static List<Sample> deduplicated(List<Sample> samples, Set<String> replicaLabels) {
        var once = new LinkedHashMap<SortedMap<String, String>, Sample>();
        for (var sample : samples) {
            var rest = sample.without(replicaLabels);
            once.merge(rest.labels(), rest, (one, other) -> one.value() >= other.value() ? one : other);
        }
        return List.copyOf(once.values());
    }

    /** What a ruler's expressions see: the series of the queriers that its flags name. */
    PromExpression.Source forRuler(RunningPod ruler, Program program) {
        for (var url : queryUrls(program)) {
            for (var address : network.resolve(url, ruler.namespace(), 10902)) {
                var pod = network.podAt(address);
                var querier = pod.flatMap(found -> found.running(Kind.QUERY)
                        .or(() -> behindFrontend(found).flatMap(other -> other.running(Kind.QUERY))));
                var owner = pod.flatMap(found -> found.running(Kind.QUERY).isPresent() ? pod : behindFrontend(found));
                if (querier.isPresent() && owner.isPresent()) {
                    var question =
                            new Question(true, replicaLabels(querier.get().program()), false, "");
                    return source(owner.get(), querier.get().program(), question);
                }
            }
        }
        return _ -> List.of();
    }

    private static List<String> queryUrls(Program ruler) {
        var urls = new ArrayList<>(ruler.flags().all("query"));
        ruler.fileOf("query.config-file")
                .or(() -> ruler.flags().last("query.config"))
                .ifPresent(text -> {
                    var found = java.util.regex.Pattern.compile("[\\w+]*\\+?https?://[^\\s\"',\\]]+|[a-z0-9.-]+:\\d+")
                            .matcher(text);
                    while (found.find()) {
                        urls.add(found.group());
                    }
                });
        return urls;
    }

    /** The querier that a query-frontend passes its questions to. */
    java.util.Optional<RunningPod> behindFrontend(RunningPod pod) {
        return pod
                .running(Kind.QUERY_FRONTEND)
                .flatMap(frontend -> frontend.program().flags().last("query-frontend.downstream-url"))
                .stream()
                .flatMap(url -> network.resolve(url, pod.namespace(), 9090).stream())
                .flatMap(address -> network.podAt(address).stream())
                .filter(found -> found.running(Kind.QUERY).isPresent())
                .findFirst();
    }
}
