package io.gauntlet.cluster;

import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.cluster.HttpCalls.Answer;
import io.gauntlet.cluster.HttpCalls.Call;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@link ClusterApi} over plain HTTP calls with JSON. */
final class KubernetesApi implements ClusterApi {

    private static final int MAX_OBJECT = 8 * 1024 * 1024;
    private static final int MAX_LIST = 32 * 1024 * 1024;
    private static final int MAX_LOG = 1024 * 1024;
    private static final int MAX_LOG_LINES = 1000;
    private static final int PAGE = 500;
    private static final int SMALL_PAGE = 100;
    private static final int MAX_OBJECTS = 100_000;
    /** The version of no object that exists. */
    private static final String NEVER_AN_OBJECTS = "1";

    private static final int BINDING_RETRIES = 12;
    private static final Duration BINDING_PAUSE = Duration.ofMillis(250);
    private static final Pattern GIT_VERSION = Pattern.compile("v1\\.\\d{1,3}\\.\\d{1,4}[-+.0-9A-Za-z]{0,60}");
    private static final String IDENTITY = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

    private final HttpCalls http;
    private final JsonMapper json;
    private final Answers answers;
    private final ObjectMetadata metadata;

    KubernetesApi(HttpCalls http, JsonMapper json) {
        this.http = http;
        this.json = json;
        this.answers = new Answers(json);
        this.metadata = new ObjectMetadata(http, json, answers);
    }

    /** Version and clock of an API server. */
    record Greeting(String version, Optional<String> date) {}

    @Override
    public String version() {
        return greet().version();
    }

    Greeting greet() {
        var answer = http.send(Call.get("/version", MAX_OBJECT));
        var version = answers.tree(answers.require(answer)).path("gitVersion").asString("");
        if (!GIT_VERSION.matcher(version).matches()) {
            throw new ClusterCallException(
                    Failure.BAD_ANSWER, "The address does not answer like a Kubernetes API server.");
        }
        return new Greeting(version, answer.date());
    }

    /** The name under which the API server knows the credentials; empty for nobody. */
    String whoAmI() {
        var review = json.createObjectNode()
                .put("apiVersion", "authentication.k8s.io/v1")
                .put("kind", "SelfSubjectReview");
        return review(IDENTITY, review)
                .path("status")
                .path("userInfo")
                .path("username")
                .asString("");
    }

    @Override
    public Optional<LiveObject> get(ObjectRef ref) {
        var answer = http.send(Call.get(ref.path(), MAX_OBJECT));
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(Answers.live(ref, answers.tree(answers.require(answer))));
    }

    @Override
    public boolean serves(String group, String version) {
        return http.send(Call.get("/apis/" + encode(group) + "/" + encode(version), MAX_OBJECT))
                        .status()
                != 404;
    }

    @Override
    public List<LiveObject> list(ResourceType type, String namespace, LabelSelector selector) {
        var selected = type.path(namespace) + "?labelSelector=" + encode(selector.toString());
        var objects = new ArrayList<LiveObject>();
        var next = "";
        do {
            var from = next.isEmpty() ? "" : "&continue=" + encode(next);
            var answer = http.send(Call.get(selected + "&limit=" + PAGE + from, MAX_LIST));
            if (answer.status() == 410 && !next.isEmpty()) {
                // The list is older than what the API server remembers: it has to be read from the start, in one piece.
                objects.clear();
                answer = http.send(Call.get(selected, MAX_LIST));
            }
            if (answer.status() == 404) {
                return List.of();
            }
            var list = answers.tree(answers.require(answer));
            addItems(type, list, objects);
            next = list.path("metadata").path("continue").asString("");
        } while (!next.isEmpty());
        return objects;
    }

    @Override
    public Listed listUpTo(ResourceType type, String namespace, int most) {
        var objects = new ArrayList<LiveObject>();
        var next = "";
        do {
            var page = "?limit=" + Math.min(SMALL_PAGE, most - objects.size())
                    + (next.isEmpty() ? "" : "&continue=" + encode(next));
            var answer = http.send(Call.get(type.path(namespace) + page, MAX_LIST));
            if (answer.status() == 404) {
                return new Listed(List.of(), true);
            }
            var list = answers.tree(answers.require(answer));
            addItems(type, list, objects);
            next = list.path("metadata").path("continue").asString("");
        } while (!next.isEmpty() && objects.size() < most);
        // A server may send more than it was asked for.
        return new Listed(objects.subList(0, Math.min(most, objects.size())), next.isEmpty() && objects.size() <= most);
    }

    private static void addItems(ResourceType type, JsonNode list, List<LiveObject> objects) {
        for (var item : list.path("items")) {
            if (objects.size() == MAX_OBJECTS) {
                throw new ClusterCallException(
                        Failure.BAD_ANSWER, "The list holds more than " + MAX_OBJECTS + " objects.");
            }
            var metadata = item.path("metadata");
            var ref = new ObjectRef(
                    type,
                    metadata.path("namespace").asString(""),
                    metadata.path("name").asString(""));
            // Items of a list carry neither, unlike the same objects read one by one.
            if (item instanceof ObjectNode object) {
                object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
            }
            objects.add(Answers.live(ref, item));
        }
    }

    @Override
    public List<ObjectVersion> listMetadata(ResourceType type, String namespace, LabelSelector selector) {
        return metadata.list(type, namespace, selector).objects();
    }

    @Override
    public ObjectWatch watchMetadata(ResourceType type, String namespace, LabelSelector selector, Runnable changed) {
        return new MetadataWatch(metadata, type, namespace, selector, changed).start();
    }

    @Override
    public ApplyOutcome apply(ApplyRequest request) {
        var path = request.ref().path() + "?fieldManager=" + FIELD_MANAGER + "&fieldValidation=Strict"
                + (request.force() ? "&force=true" : "")
                + (request.dryRun() ? "&dryRun=All" : "");
        return answers.outcome(request, patch(request, Call.apply(path, body(request), MAX_OBJECT)));
    }

    /**
     * The API server looks up the role of a binding in a cache that follows what is stored by a moment, so the binding of a role
     * that was just written is tried again for a short while.
     */
    private Answer patch(ApplyRequest request, Call call) {
        var answer = http.send(call);
        var binding = request.ref().type().kind().endsWith("RoleBinding") && !request.dryRun();
        for (var attempt = 0; binding && answer.status() == 404 && attempt < BINDING_RETRIES; attempt++) {
            LockSupport.parkNanos(BINDING_PAUSE.toNanos());
            answer = http.send(call);
        }
        return answer;
    }

    private String body(ApplyRequest request) {
        var object = (ObjectNode) json.readTree(request.json());
        var metadata = object.withObject("metadata");
        if (request.expected().isEmpty()) {
            // Without a uid a version creates a missing object and fits no other: whoever else has made one is not
            // merged with.
            metadata.put("resourceVersion", NEVER_AN_OBJECTS);
            return json.writeValueAsString(object);
        }
        metadata.put("uid", request.expected().get().uid());
        metadata.put("resourceVersion", request.expected().get().resourceVersion());
        return json.writeValueAsString(object);
    }

    @Override
    public boolean delete(ObjectRef ref, String uid, String resourceVersion) {
        var options = json.createObjectNode()
                .put("apiVersion", "v1")
                .put("kind", "DeleteOptions")
                .put("propagationPolicy", "Background");
        options.putObject("preconditions").put("uid", uid).put("resourceVersion", resourceVersion);
        var answer = http.send(Call.once("DELETE", ref.path(), options.toString(), MAX_OBJECT));
        if (answer.status() == 404) {
            return true;
        }
        if (answer.status() == 409) {
            return false;
        }
        answers.require(answer);
        return true;
    }

    @Override
    public ProxyAnswer proxy(String namespace, String pod, int port, String path) {
        return proxied("GET", namespace, pod, port, path);
    }

    @Override
    public ProxyAnswer proxyPost(String namespace, String pod, int port, String path) {
        return proxied("POST", namespace, pod, port, path);
    }

    private ProxyAnswer proxied(String method, String namespace, String pod, int port, String path) {
        var base = "/api/v1/namespaces/" + encode(namespace) + "/pods/" + encode(pod) + ":" + port + "/proxy";
        return answers.proxied(http.send(Call.once(method, base + path, null, MAX_OBJECT)));
    }

    @Override
    public String podLog(String namespace, String pod, String container, int lines) {
        var path = "/api/v1/namespaces/" + encode(namespace) + "/pods/" + encode(pod) + "/log?container="
                + encode(container) + "&tailLines=" + Math.clamp(lines, 1, MAX_LOG_LINES) + "&limitBytes=" + MAX_LOG;
        var answer = http.send(Call.get(path, MAX_LOG));
        // 400 is said of a container that has not started or that the pod does not have.
        return answer.status() == 404 || answer.status() == 400
                ? ""
                : new String(answers.require(answer).body(), StandardCharsets.UTF_8);
    }

    /** Creates an object of which the answer alone matters, such as a review. */
    JsonNode review(String path, JsonNode request) {
        var answer = http.send(Call.once("POST", path, request.toString(), MAX_OBJECT));
        return answers.tree(answers.require(answer));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
