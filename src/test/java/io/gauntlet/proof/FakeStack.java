package io.gauntlet.proof;

import static java.util.Objects.requireNonNull;

import io.gauntlet.cluster.ApplyOutcome;
import io.gauntlet.cluster.ApplyRequest;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.cluster.LiveObject;
import io.gauntlet.cluster.ObjectVersion;
import io.gauntlet.cluster.ObjectWatch;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceType;
import io.gauntlet.proof.Expectation.Kind;
import io.gauntlet.proof.Expectation.Workload;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A cluster in memory with the workloads of an expectation, rolled out, whose programs run what was expected. A test changes
 * objects and answers, and reads what was done to the pods.
 */
final class FakeStack implements ClusterApi {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String REVISION = "newest";

    private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
    private final Map<String, Supplier<ProxyAnswer>> answers = new LinkedHashMap<>();
    private final Map<String, String> logs = new HashMap<>();
    private final Set<String> forbidden = new HashSet<>();
    final List<String> patched = new CopyOnWriteArrayList<>();
    final List<String> reloaded = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    private Consumer<String> onReload = pod -> {};

    FakeStack(Expectation expected) {
        expected.workloads().forEach(workload -> add(expected, workload));
        loadAll(expected);
    }

    private void add(Expectation expected, Workload workload) {
        var nodes = workload.kind() == Kind.DAEMON_SET ? 40 : workload.replicas();
        var live = object(expected, workload, workload.name());
        ((ObjectNode) live.path("metadata")).put("generation", 3);
        live.putObject("spec").put("replicas", workload.replicas());
        live.putObject("status")
                .put("observedGeneration", 3)
                .put("replicas", nodes)
                .put("updatedReplicas", nodes)
                .put("readyReplicas", nodes)
                .put("desiredNumberScheduled", nodes)
                .put("updatedNumberScheduled", nodes)
                .put("numberReady", nodes)
                .put("updateRevision", REVISION);
        objects.put(workload.kind().kind + "/" + workload.name(), live);
        for (var number = 0; number < nodes; number++) {
            var name = workload.name() + "-" + number;
            objects.put("Pod/" + name, pod(expected, workload, name));
        }
    }

    private ObjectNode pod(Expectation expected, Workload workload, String name) {
        var pod = object(expected, workload, name);
        ((ObjectNode) pod.path("metadata").path("labels")).put("controller-revision-hash", REVISION);
        var container = pod.putObject("spec").putArray("containers").addObject().put("name", workload.component());
        container.putArray("ports").addObject().put("name", "http").put("containerPort", 9000);
        var status = pod.putObject("status").put("phase", "Running");
        status.putArray("podIPs").addObject().put("ip", "10.0.0." + objects.size());
        status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
        return pod;
    }

    private static ObjectNode object(Expectation expected, Workload workload, String name) {
        var object = JSON.createObjectNode();
        var metadata = object.putObject("metadata")
                .put("name", name)
                .put("namespace", expected.namespace())
                .put("uid", "uid-" + name)
                .put("resourceVersion", "1");
        metadata.putObject("labels")
                .put(ExpectationReader.OWNER, expected.cluster())
                .put(ExpectationReader.COMPONENT, workload.component());
        return object;
    }

    /** Every program runs what is expected, and every alert and store is where it belongs. */
    void loadAll(Expectation expected) {
        for (var workload : expected.workloads()) {
            StackPods.names(workload).forEach(pod -> load(expected, pod));
        }
        for (var workload : expected.of("querier")) {
            StackPods.names(workload).forEach(pod -> says(pod, "/api/v1/stores", stores(expected)));
        }
    }

    /** One program runs what is expected. */
    void load(Expectation expected, String pod) {
        var workload = expected.workloads().stream()
                .filter(one -> StackPods.names(one).contains(pod))
                .findFirst()
                .orElseThrow();
        switch (workload.evidence()) {
            case Expectation.Evidence.PrometheusFiles files -> {
                says(pod, "/api/v1/status/config", config(files.revision()));
                says(pod, "/api/v1/rules", rules("/etc/prometheus/rules/", files.rules()));
                says(pod, "/api/v1/status/runtimeinfo", "{'status':'success','data':{'reloadConfigSuccess':true}}");
                says(
                        pod,
                        "/api/v1/query?query=count%20by",
                        counted("job", Map.of("node-exporter", 40, "prometheus", 3)));
                says(pod, "/api/v1/query?query=count%28ALERTS", counted("", Map.of("", 2)));
            }
            case Expectation.Evidence.RulerFiles files -> {
                says(pod, "/api/v1/rules", rules("/etc/thanos/rules/", files.rules()));
                says(pod, "/metrics", "thanos_rule_config_last_reload_successful 1\n");
            }
            case Expectation.Evidence.ConfigHash(var hash) -> {
                says(pod, "/metrics", hash(hash, 1));
                says(pod, "/api/v2/alerts", "[{'labels':{'alertname':'Watchdog'}}]");
            }
            case Expectation.Evidence.Template template -> {}
        }
    }

    static String config(String revision) {
        return "{'status':'success','data':{'yaml':'global: {}\\nrule_files:\\n- /etc/prometheus/rules/*.yaml\\n"
                + "- /etc/prometheus/revision/" + revision + "*\\nstorage: {}\\n'}}";
    }

    static String rules(String directory, Set<String> files) {
        return "{'status':'success','data':{'groups':["
                + String.join(
                        ",",
                        files.stream()
                                .map(file -> "{'name':'g','file':'" + directory + file + "'}")
                                .toList())
                + "]}}";
    }

    static String hash(long hash, int success) {
        return """
                # HELP alertmanager_config_hash Hash of the currently loaded alertmanager configuration.
                # TYPE alertmanager_config_hash gauge
                alertmanager_config_hash %s
                alertmanager_config_last_reload_successful %d
                """.formatted(Double.toString((double) hash).replace("E", "e+"), success);
    }

    static String counted(String label, Map<String, Integer> counts) {
        return "{'status':'success','data':{'resultType':'vector','result':["
                + String.join(
                        ",",
                        counts.entrySet().stream()
                                .map(count -> "{'metric':{"
                                        + (label.isEmpty() ? "" : "'" + label + "':'" + count.getKey() + "'")
                                        + "},'value':[1,'" + count.getValue() + "']}")
                                .toList())
                + "]}}";
    }

    /** What a querier lists when every store of the expectation is joined. */
    String stores(Expectation expected) {
        var listed = expected.workloads().stream()
                .filter(workload ->
                        Set.of("prometheus", "store-gateway", "ruler").contains(workload.component()))
                .flatMap(workload -> StackPods.names(workload).stream())
                .map(pod -> "{'name':'" + address(pod) + ":10901','lastError':null}")
                .toList();
        return "{'status':'success','data':{'sidecar':[" + String.join(",", listed) + "]}}";
    }

    String address(String pod) {
        return object("Pod/" + pod)
                .path("status")
                .path("podIPs")
                .path(0)
                .path("ip")
                .asString();
    }

    ObjectNode object(String key) {
        return requireNonNull(objects.get(key), key);
    }

    ObjectNode status(String key) {
        return (ObjectNode) object(key).path("status");
    }

    void remove(String key) {
        objects.remove(key);
    }

    void notReady(String pod) {
        ((ObjectNode) object("Pod/" + pod).path("status").path("conditions").path(0)).put("status", "False");
    }

    ArrayNode containerStatuses(String pod) {
        return status("Pod/" + pod).putArray("containerStatuses");
    }

    /** A 200; apostrophes stand for quotation marks where the body is JSON. */
    void says(String pod, String path, String body) {
        says(pod, path, 200, body.startsWith("{") || body.startsWith("[") ? body.replace('\'', '"') : body);
    }

    void says(String pod, String path, int status, String body) {
        answers.put(pod + path, () -> new ProxyAnswer(status, body.getBytes(StandardCharsets.UTF_8)));
    }

    void fails(String pod, String path, Failure failure) {
        answers.put(pod + path, () -> {
            throw new ClusterCallException(failure, "scripted");
        });
    }

    void logs(String pod, String log) {
        logs.put(pod, log);
    }

    /** {@code patch}, {@code reload} or {@code log}. */
    void forbids(String right) {
        forbidden.add(right);
    }

    void onReload(Consumer<String> action) {
        onReload = action;
    }

    @Override
    public String version() {
        return "v1.34.4";
    }

    @Override
    public boolean serves(String group, String version) {
        throw new UnsupportedOperationException("nobody asks for API groups");
    }

    @Override
    public Optional<LiveObject> get(ObjectRef ref) {
        throw new UnsupportedOperationException("nobody reads single objects");
    }

    @Override
    public List<ObjectVersion> listMetadata(ResourceType type, String namespace, LabelSelector selector) {
        return list(type, namespace, selector).stream()
                .map(object -> new ObjectVersion(object.ref(), object.uid(), object.resourceVersion()))
                .toList();
    }

    @Override
    public ObjectWatch watchMetadata(ResourceType type, String namespace, LabelSelector selector, Runnable changed) {
        throw new UnsupportedOperationException("proofs watch nothing");
    }

    @Override
    public List<LiveObject> list(ResourceType type, String namespace, LabelSelector selector) {
        return objects.entrySet().stream()
                .filter(object -> object.getKey().startsWith(type.kind() + "/"))
                .filter(object -> selector.matches(labels(object.getValue())))
                .map(object -> live(type, object.getValue()))
                .toList();
    }

    private static LabelSet labels(ObjectNode object) {
        var labels = new HashMap<String, String>();
        object.path("metadata")
                .path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
        return LabelSet.of(labels);
    }

    private static LiveObject live(ResourceType type, ObjectNode object) {
        var metadata = object.path("metadata");
        var ref = new ObjectRef(
                type,
                metadata.path("namespace").asString(),
                metadata.path("name").asString());
        return new LiveObject(
                ref,
                metadata.path("uid").asString(),
                metadata.path("resourceVersion").asString(),
                object);
    }

    @Override
    public ApplyOutcome apply(ApplyRequest request) {
        forbid("patch");
        var expected = request.expected().orElseThrow();
        patched.add(
                request.ref().name() + " " + expected.uid() + " " + new String(request.json(), StandardCharsets.UTF_8));
        return new ApplyOutcome.Applied(
                live(request.ref().type(), object("Pod/" + request.ref().name())));
    }

    @Override
    public boolean delete(ObjectRef ref, String uid, String resourceVersion) {
        throw new UnsupportedOperationException("nothing is ever deleted");
    }

    @Override
    public ProxyAnswer proxy(String namespace, String pod, int port, String path) {
        asked.add(pod + path);
        return answers.entrySet().stream()
                .filter(answer -> (pod + path).startsWith(answer.getKey()))
                .findFirst()
                .map(answer -> answer.getValue().get())
                .orElseGet(() -> new ProxyAnswer(404, new byte[0]));
    }

    @Override
    public ProxyAnswer proxyPost(String namespace, String pod, int port, String path) {
        forbid("reload");
        reloaded.add(pod);
        onReload.accept(pod);
        var answer = answers.get(pod + "POST " + path);
        return answer == null ? new ProxyAnswer(200, new byte[0]) : answer.get();
    }

    @Override
    public String podLog(String namespace, String pod, String container, int lines) {
        forbid("log");
        return logs.getOrDefault(pod, "");
    }

    private void forbid(String right) {
        if (forbidden.contains(right)) {
            throw new ClusterCallException(Failure.FORBIDDEN, "The role lacks a right.");
        }
    }
}
