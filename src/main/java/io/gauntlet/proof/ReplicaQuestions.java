package io.gauntlet.proof;

import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.proof.Expectation.Evidence;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks programs in pods through the API server's pod proxy. A program that gives no or an odd answer has said nothing; an API
 * server that gives none is an exception.
 */
final class ReplicaQuestions {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<Failure> OF_THE_POD = Set.of(Failure.SERVER_ERROR, Failure.BAD_ANSWER, Failure.TIMEOUT);
    static final String RULER_RELOAD = "thanos_rule_config_last_reload_successful";
    static final String ALERTMANAGER_RELOAD = "alertmanager_config_last_reload_successful";
    private static final int OK = 200;
    private static final int LABEL = 200;

    private final ClusterApi api;
    private final String namespace;

    ReplicaQuestions(ClusterApi api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** The revision that the loaded Prometheus configuration names; an empty text when it names none. */
    Optional<String> prometheusRevision(StackPod pod) {
        return data(pod, "/api/v1/status/config")
                .map(data -> data.path("yaml").asString(""))
                .filter(text -> !text.isEmpty())
                .map(text -> ExpectationReader.revision(text).orElse(""));
    }

    /** Names of the rule files that are loaded. */
    Optional<Set<String>> ruleFiles(StackPod pod) {
        return data(pod, "/api/v1/rules?exclude_alerts=true")
                .map(data -> data.path("groups"))
                .filter(JsonNode::isArray)
                .map(groups -> {
                    var files = new TreeSet<String>();
                    for (var group : groups) {
                        var file = group.path("file").asString("");
                        files.add(file.substring(file.lastIndexOf('/') + 1));
                    }
                    return files;
                });
    }

    /** Whether Prometheus says that its last reload was good. */
    Optional<Boolean> reloadSucceeded(StackPod pod) {
        return data(pod, "/api/v1/status/runtimeinfo")
                .map(data -> data.path("reloadConfigSuccess"))
                .filter(JsonNode::isBoolean)
                .map(JsonNode::asBoolean);
    }

    /** Whether a program says by a metric that its last reload failed; not when it says nothing. */
    boolean failedReload(StackPod pod, String metric) {
        return metrics(pod).map(text -> metric(text, metric).orElse(1) == 0).orElse(false);
    }

    /** Whether a program says that its last reload was good; not when it says nothing. */
    boolean isSound(StackPod pod, Evidence evidence) {
        return switch (evidence) {
            case Evidence.PrometheusFiles files -> reloadSucceeded(pod).orElse(false);
            case Evidence.RulerFiles files -> says(pod, RULER_RELOAD);
            case Evidence.ConfigHash hash -> says(pod, ALERTMANAGER_RELOAD);
            case Evidence.Template template -> false;
        };
    }

    private boolean says(StackPod pod, String metric) {
        return metrics(pod).map(text -> metric(text, metric).orElse(0) == 1).orElse(false);
    }

    /** All metrics of a program, as text. */
    Optional<String> metrics(StackPod pod) {
        return get(pod, "/metrics");
    }

    /** A metric without labels that is a whole number; reads up to its line. */
    static OptionalLong metric(String text, String name) {
        var wanted = name + " ";
        var start = text.startsWith(wanted) ? 0 : text.indexOf("\n" + wanted) + 1;
        if (start == 0 && !text.startsWith(wanted)) {
            return OptionalLong.empty();
        }
        var end = text.indexOf('\n', start);
        var line = text.substring(start, end < 0 ? text.length() : end).strip().split(" ", 3);
        return line.length < 2 ? OptionalLong.empty() : number(line[1]);
    }

    private static OptionalLong number(String text) {
        try {
            var number = Double.parseDouble(text);
            return number == Math.rint(number) && Math.abs(number) <= 1L << 53
                    ? OptionalLong.of((long) number)
                    : OptionalLong.empty();
        } catch (NumberFormatException odd) {
            return OptionalLong.empty();
        }
    }

    /** Result of an instant query that gives one count for each value of a label; empty text where the label is missing. */
    Optional<Map<String, Integer>> counts(StackPod pod, String query, String label) {
        return data(pod, "/api/v1/query?query=" + encode(query))
                .map(data -> data.path("result"))
                .filter(JsonNode::isArray)
                .map(samples -> {
                    var result = new HashMap<String, Integer>();
                    for (var sample : samples) {
                        var name = sample.path("metric").path(label).asString("");
                        number(sample.path("value").path(1).asString(""))
                                .ifPresent(count ->
                                        result.put(Told.line(name, LABEL), Math.clamp(count, 0, Integer.MAX_VALUE)));
                    }
                    return result;
                });
    }

    /** Addresses of the stores that a querier lists, with whether each is without an error; {@code host:port}. */
    Optional<Map<String, Boolean>> stores(StackPod pod) {
        return data(pod, "/api/v1/stores").filter(JsonNode::isObject).map(data -> {
            var result = new HashMap<String, Boolean>();
            data.valueStream().flatMap(JsonNode::valueStream).forEach(store -> {
                var error = store.path("lastError");
                var good = error.isNull()
                        || error.isMissingNode()
                        || error.asString("?").isEmpty();
                result.merge(store.path("name").asString(""), good, Boolean::logicalAnd);
            });
            return result;
        });
    }

    /** Whether an alert has reached this Alertmanager and is not over. */
    Optional<Boolean> received(StackPod pod, String alert) {
        return get(pod, "/api/v2/alerts?filter=" + encode("alertname=\"" + alert + "\""))
                .flatMap(ReplicaQuestions::parse)
                .filter(JsonNode::isArray)
                .map(alerts -> alerts.valueStream()
                        .anyMatch(one -> alert.equals(
                                one.path("labels").path("alertname").asString(""))));
    }

    /** How a program took being told to read its files again. */
    sealed interface Reload {

        /** It did; only what it shows says which files those were. */
        record Obeyed() implements Reload {}

        /** It did not answer, or the proxy did not reach it. */
        record Silent() implements Reload {}

        /** It keeps what it ran before, and says why. */
        record Refused(String words) implements Reload {}

        /** It was not asked: the right to do so is missing. */
        record Denied() implements Reload {}
    }

    Reload reload(StackPod pod) {
        var port = pod.httpPort();
        if (port.isEmpty()) {
            return new Reload.Silent();
        }
        try {
            var answer = api.proxyPost(namespace, pod.name(), port.getAsInt(), "/-/reload");
            return switch (answer.status()) {
                case OK -> new Reload.Obeyed();
                case 500 -> new Reload.Refused(Told.line(text(answer.body())));
                default -> new Reload.Silent();
            };
        } catch (ClusterCallException failed) {
            if (failed.failure() == Failure.FORBIDDEN) {
                return new Reload.Denied();
            }
            return silentUnlessTheApiServers(failed, new Reload.Silent());
        }
    }

    private Optional<JsonNode> data(StackPod pod, String path) {
        return get(pod, path)
                .flatMap(ReplicaQuestions::parse)
                .filter(answer -> "success".equals(answer.path("status").asString("")))
                .map(answer -> answer.path("data"));
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JacksonException odd) {
            return Optional.empty();
        }
    }

    private Optional<String> get(StackPod pod, String path) {
        var port = pod.httpPort();
        if (port.isEmpty()) {
            return Optional.empty();
        }
        try {
            var answer = api.proxy(namespace, pod.name(), port.getAsInt(), path);
            return answer.status() == OK ? Optional.of(text(answer.body())) : Optional.empty();
        } catch (ClusterCallException failed) {
            return silentUnlessTheApiServers(failed, Optional.empty());
        }
    }

    private static <T> T silentUnlessTheApiServers(ClusterCallException failed, T silent) {
        if (OF_THE_POD.contains(failed.failure())) {
            return silent;
        }
        throw failed;
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
