package io.gauntlet.proof;

import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterApi.ProxyAnswer;
import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.kernel.BoundedYaml;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.proof.StackPods.Pod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Asks programs in pods through the API server's pod proxy. A program that gives no or an odd answer has said nothing; an API
 * server that gives none is an exception.
 */
final class ReplicaQuestions {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<Failure> OF_THE_POD = Set.of(Failure.SERVER_ERROR, Failure.BAD_ANSWER, Failure.TIMEOUT);
    private static final int OK = 200;

    private final ClusterApi api;
    private final String namespace;

    ReplicaQuestions(ClusterApi api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** The revision that the loaded Prometheus configuration names. */
    Optional<String> prometheusRevision(Pod pod) {
        return json(pod, "/api/v1/status/config")
                .map(answer -> answer.path("data").path("yaml").asString(""))
                .filter(text -> !text.isEmpty())
                .flatMap(ReplicaQuestions::ruleFiles)
                .map(ExpectationReader::revision);
    }

    private static Optional<Collection<String>> ruleFiles(String yaml) {
        try {
            return Optional.of(ExpectationReader.strings(
                    BoundedYaml.loadMap("config", yaml).get("rule_files")));
        } catch (DomainException.Invalid unreadable) {
            return Optional.empty();
        }
    }

    /** Names of the rule files that are loaded. */
    Optional<Set<String>> ruleFiles(Pod pod) {
        return json(pod, "/api/v1/rules?exclude_alerts=true").map(answer -> {
            var files = new TreeSet<String>();
            for (var group : answer.path("data").path("groups").values()) {
                var file = group.path("file").asString("");
                files.add(file.substring(file.lastIndexOf('/') + 1));
            }
            return files;
        });
    }

    /** Whether Prometheus says that its last reload was good. */
    Optional<Boolean> reloadSucceeded(Pod pod) {
        return json(pod, "/api/v1/status/runtimeinfo")
                .map(answer -> answer.path("data").path("reloadConfigSuccess"))
                .filter(JsonNode::isBoolean)
                .map(JsonNode::asBoolean);
    }

    /** A metric without labels; as an integer. */
    OptionalLong metric(Pod pod, String name) {
        var text = text(pod, "/metrics");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        return text.get()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .map(line -> number(line.substring(name.length() + 1)))
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong number(String text) {
        try {
            return OptionalLong.of((long) Double.parseDouble(text.strip()));
        } catch (NumberFormatException odd) {
            return OptionalLong.empty();
        }
    }

    /** Result of an instant query that gives one number for each value of a label; empty text where the label is missing. */
    Optional<Map<String, Integer>> counts(Pod pod, String query, String label) {
        var path = "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        return json(pod, path)
                .filter(answer -> "success".equals(answer.path("status").asString("")))
                .map(answer -> {
                    var result = new HashMap<String, Integer>();
                    for (var sample : answer.path("data").path("result").values()) {
                        var value = number(sample.path("value").path(1).asString(""));
                        value.ifPresent(count ->
                                result.put(sample.path("metric").path(label).asString(""), (int) count));
                    }
                    return result;
                });
    }

    /** Stores that a querier lists, with whether each is without an error. */
    Optional<List<Boolean>> stores(Pod pod) {
        return json(pod, "/api/v1/stores")
                .map(answer -> answer.path("data")
                        .valueStream()
                        .flatMap(JsonNode::valueStream)
                        .map(store -> store.path("lastError").isNull()
                                || store.path("lastError").isMissingNode())
                        .toList());
    }

    /** Whether an alert has reached this Alertmanager. */
    Optional<Boolean> received(Pod pod, String alert) {
        var filter = URLEncoder.encode("alertname=\"" + alert + "\"", StandardCharsets.UTF_8);
        return json(pod, "/api/v2/alerts?filter=" + filter)
                .filter(JsonNode::isArray)
                .map(alerts -> !alerts.isEmpty());
    }

    /** Tells a program to read its files again; what it says when it refuses them. */
    Optional<String> reload(Pod pod) {
        var port = pod.httpPort();
        if (port.isEmpty()) {
            return Optional.empty();
        }
        try {
            var answer = api.proxyPost(namespace, pod.name(), port.get(), "/-/reload");
            return answer.status() < 300
                    ? Optional.empty()
                    : Optional.of(Told.line(new String(answer.body(), StandardCharsets.UTF_8)));
        } catch (ClusterCallException failed) {
            if (OF_THE_POD.contains(failed.failure())) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private Optional<JsonNode> json(Pod pod, String path) {
        return text(pod, path).map(ReplicaQuestions::parse).filter(node -> !node.isMissingNode());
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException odd) {
            return MissingNode.getInstance();
        }
    }

    private Optional<String> text(Pod pod, String path) {
        return pod.httpPort()
                .flatMap(port -> get(pod, port, path))
                .filter(answer -> answer.status() == OK)
                .map(answer -> new String(answer.body(), StandardCharsets.UTF_8));
    }

    private Optional<ProxyAnswer> get(Pod pod, int port, String path) {
        try {
            return Optional.of(api.proxy(namespace, pod.name(), port, path));
        } catch (ClusterCallException failed) {
            if (OF_THE_POD.contains(failed.failure())) {
                return Optional.empty();
            }
            throw failed;
        }
    }
}
