package io.gauntlet.cluster;

import io.gauntlet.cluster.ClusterCallException.Failure;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@link ClusterApi} over plain HTTP calls with JSON. */
final class KubernetesApi implements ClusterApi {

    private static final int MAX_OBJECT = 8 * 1024 * 1024;
    private static final int MAX_LIST = 32 * 1024 * 1024;
    private static final int PAGE = 500;
    private static final String NEVER_AN_OBJECTS = "1";

    private final HttpCalls http;
    private final JsonMapper json;

    KubernetesApi(HttpCalls http, JsonMapper json) {
        this.http = http;
        this.json = json;
    }

    @Override
    public String version() {
        var answer = require(http.send("GET", "/version", null, null, MAX_OBJECT));
        var version = tree(answer).path("gitVersion").asString("");
        if (!version.matches("v\\d+\\.\\d+\\.\\d+[-+.0-9A-Za-z]{0,60}")) {
            throw new ClusterCallException(
                    Failure.BAD_ANSWER, "The address does not answer like a Kubernetes API server.");
        }
        return version;
    }

    @Override
    public Optional<LiveObject> get(ObjectRef ref) {
        var answer = http.send("GET", ref.path(), null, null, MAX_OBJECT);
        return answer.status() == 404 ? Optional.empty() : Optional.of(live(ref, tree(require(answer))));
    }

    @Override
    public List<LiveObject> list(ResourceType type, String namespace, LabelSelector selector) {
        var objects = new ArrayList<LiveObject>();
        var next = "";
        do {
            var path = type.path(namespace) + "?limit=" + PAGE + "&labelSelector=" + encode(selector.toString())
                    + (next.isEmpty() ? "" : "&continue=" + encode(next));
            var answer = http.send("GET", path, null, null, MAX_LIST);
            if (answer.status() == 404) {
                return List.of();
            }
            var list = tree(require(answer));
            for (var item : list.path("items")) {
                var metadata = item.path("metadata");
                var ref = new ObjectRef(
                        type,
                        metadata.path("namespace").asString(""),
                        metadata.path("name").asString(""));
                // Items of a list carry neither, unlike the same objects read one by one.
                if (item instanceof ObjectNode object) {
                    object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
                }
                objects.add(live(ref, item));
            }
            next = list.path("metadata").path("continue").asString("");
        } while (!next.isEmpty());
        return objects;
    }

    @Override
    public ApplyOutcome apply(ApplyRequest request) {
        var path = request.ref().path() + "?fieldManager=" + FIELD_MANAGER + "&fieldValidation=Strict"
                + (request.force() ? "&force=true" : "")
                + (request.dryRun() ? "&dryRun=All" : "");
        var answer = patch(request, path);
        if (answer.status() == 200 || answer.status() == 201) {
            return new ApplyOutcome.Applied(live(request.ref(), tree(answer)));
        }
        var status = status(answer);
        if (answer.status() == 409) {
            var conflicts = StatusCauses.conflicts(status);
            return conflicts.isEmpty()
                    ? new ApplyOutcome.Moved(StatusCauses.message(status))
                    : new ApplyOutcome.Conflicted(conflicts);
        }
        if (answer.status() == 500
                && !StatusCauses.message(status).contains("strict decoding error")
                && !StatusCauses.message(status).contains("failed to create typed patch object")) {
            throw new ClusterCallException(
                    Failure.SERVER_ERROR, "The API server answers 500: " + StatusCauses.message(status));
        }
        return new ApplyOutcome.Rejected(
                answer.status(), status.path("reason").asString(""), StatusCauses.message(status));
    }

    /**
     * The API server looks up the role of a binding in a cache that follows what is stored by a moment, so the binding of a role
     * that was just written is tried again for a short while.
     */
    private HttpCalls.Answer patch(ApplyRequest request, String path) {
        var body = body(request);
        var answer = http.send("PATCH", path, "application/apply-patch+yaml", body, MAX_OBJECT);
        var binding = request.ref().type().kind().endsWith("RoleBinding");
        for (var attempt = 0; binding && !request.dryRun() && answer.status() == 404 && attempt < 12; attempt++) {
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
            answer = http.send("PATCH", path, "application/apply-patch+yaml", body, MAX_OBJECT);
        }
        return answer;
    }

    private byte[] body(ApplyRequest request) {
        var object = (ObjectNode) json.readTree(request.json());
        var metadata = object.withObject("metadata");
        if (request.expected().isEmpty()) {
            // Without a uid a version creates a missing object and fits no other: whoever else has made one is not
            // merged with.
            metadata.put("resourceVersion", NEVER_AN_OBJECTS);
            return json.writeValueAsBytes(object);
        }
        metadata.put("uid", request.expected().get().uid());
        metadata.put("resourceVersion", request.expected().get().resourceVersion());
        return json.writeValueAsBytes(object);
    }

    @Override
    public boolean delete(ObjectRef ref, String uid, String resourceVersion) {
        var options = json.createObjectNode()
                .put("apiVersion", "v1")
                .put("kind", "DeleteOptions")
                .put("propagationPolicy", "Background");
        options.putObject("preconditions").put("uid", uid).put("resourceVersion", resourceVersion);
        var answer = http.send("DELETE", ref.path(), "application/json", json.writeValueAsBytes(options), MAX_OBJECT);
        if (answer.status() == 404) {
            return true;
        }
        if (answer.status() == 409) {
            return false;
        }
        require(answer);
        return true;
    }

    @Override
    public ProxyAnswer proxy(String namespace, String pod, int port, String path) {
        var base = "/api/v1/namespaces/" + encode(namespace) + "/pods/" + encode(pod) + ":" + port + "/proxy";
        var answer = http.send("GET", base + path, null, null, MAX_OBJECT);
        return new ProxyAnswer(answer.status(), answer.body());
    }

    /** Creates an object of which the answer alone matters, such as a review. */
    JsonNode review(String path, JsonNode request) {
        return tree(require(http.send("POST", path, "application/json", json.writeValueAsBytes(request), MAX_OBJECT)));
    }

    /** The Date header of a call: the clock of the API server. */
    Optional<String> date() {
        return http.send("GET", "/version", null, null, MAX_OBJECT).date();
    }

    private HttpCalls.Answer require(HttpCalls.Answer answer) {
        if (answer.status() / 100 == 2) {
            return answer;
        }
        var message = StatusCauses.message(status(answer));
        throw switch (answer.status()) {
            case 403 -> new ClusterCallException(Failure.FORBIDDEN, message);
            case 500 -> new ClusterCallException(Failure.SERVER_ERROR, message);
            default ->
                new ClusterCallException(
                        Failure.BAD_ANSWER, "The API server answers " + answer.status() + ": " + message);
        };
    }

    private JsonNode status(HttpCalls.Answer answer) {
        try {
            return json.readTree(answer.body());
        } catch (JacksonException notJson) {
            return json.createObjectNode();
        }
    }

    private JsonNode tree(HttpCalls.Answer answer) {
        try {
            var tree = json.readTree(answer.body());
            if (tree.isObject()) {
                return tree;
            }
        } catch (JacksonException cutOff) {
            // falls through to the same failure
        }
        throw new ClusterCallException(Failure.BAD_ANSWER, "The answer is not a JSON object; it may be cut off.");
    }

    private static LiveObject live(ObjectRef ref, JsonNode content) {
        var metadata = content.path("metadata");
        return new LiveObject(
                ref,
                metadata.path("uid").asString(""),
                metadata.path("resourceVersion").asString(""),
                content);
    }

    private static String encode(@Nullable String text) {
        return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
    }
}
