package io.gauntlet.cluster;

import io.gauntlet.cluster.ClusterApi.ProxyAnswer;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.cluster.HttpCalls.Answer;
import io.gauntlet.kernel.ObjectRef;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the answers of an API server mean. Everything in them is untrusted. */
final class Answers {

    /** With a Status object they are the API server's own; a 404 is an answer like any other. */
    private static final Set<Integer> OWN_FAILURES = Set.of(401, 403, 429, 500, 502, 503, 504);

    private final JsonMapper json;

    Answers(JsonMapper json) {
        this.json = json;
    }

    /** The same answer when it is a success, else the failure that it stands for. */
    Answer require(Answer answer) {
        if (answer.status() / 100 == 2) {
            return answer;
        }
        var said = StatusCauses.message(status(answer));
        throw general(answer).orElseGet(() -> switch (answer.status()) {
            case 403 -> new ClusterCallException(Failure.FORBIDDEN, said.isEmpty() ? "The role lacks a right." : said);
            case 500 -> new ClusterCallException(Failure.SERVER_ERROR, "The API server answers 500: " + said);
            default ->
                new ClusterCallException(Failure.BAD_ANSWER, "The API server answers " + answer.status() + ": " + said);
        });
    }

    ApplyOutcome outcome(ApplyRequest request, Answer answer) {
        if (answer.status() == 200 || answer.status() == 201) {
            return new ApplyOutcome.Applied(live(request.ref(), tree(answer)));
        }
        general(answer).ifPresent(failure -> {
            throw failure;
        });
        var status = status(answer);
        var said = StatusCauses.message(status);
        if (answer.status() == 409) {
            var conflicts = StatusCauses.conflicts(status);
            return conflicts.isEmpty() ? new ApplyOutcome.Moved(said) : new ApplyOutcome.Conflicted(conflicts);
        }
        if (request.expected().isPresent() && StatusCauses.names(status, "metadata.uid")) {
            return new ApplyOutcome.Moved(said);
        }
        // The API server answers 500 for objects that do not fit their schema; only the text tells it from a real
        // failure.
        if (answer.status() == 500 && !StatusCauses.blamesTheObject(said)) {
            throw new ClusterCallException(Failure.SERVER_ERROR, "The API server answers 500: " + said);
        }
        return new ApplyOutcome.Rejected(answer.status(), status.path("reason").asString(""), said);
    }

    /**
     * The answer of a pod, whatever its status. Only what the API server itself refuses is a failure; it says so in a Status
     * object.
     */
    ProxyAnswer proxied(Answer answer) {
        if (OWN_FAILURES.contains(answer.status()) && isStatus(status(answer))) {
            require(answer);
        }
        return new ProxyAnswer(answer.status(), answer.body());
    }

    /** Failures that mean the same for every call. */
    private Optional<ClusterCallException> general(Answer answer) {
        return Optional.ofNullable(
                switch (answer.status()) {
                    case 401 ->
                        new ClusterCallException(Failure.UNAUTHORIZED, "The API server refuses the credentials.");
                    case 429 ->
                        new ClusterCallException(
                                Failure.THROTTLED, "The API server has too many requests.", answer.retryAfter());
                    case 502, 503, 504 ->
                        new ClusterCallException(
                                Failure.SERVER_ERROR,
                                "The API server answers " + answer.status() + ".",
                                answer.retryAfter());
                    case 301, 302, 303, 307, 308 ->
                        new ClusterCallException(
                                Failure.BAD_ANSWER, "The address redirects elsewhere, which is not followed.");
                    default -> null;
                });
    }

    JsonNode tree(Answer answer) {
        try {
            var tree = json.readTree(answer.body());
            if (tree.isObject()) {
                return tree;
            }
        } catch (JacksonException cutOff) {
            throw new ClusterCallException(Failure.BAD_ANSWER, "The answer is not JSON; it may be cut off.");
        }
        throw new ClusterCallException(Failure.BAD_ANSWER, "The answer is not a JSON object.");
    }

    private static boolean isStatus(JsonNode body) {
        return "Status".equals(body.path("kind").asString(""))
                && "v1".equals(body.path("apiVersion").asString(""))
                && "Failure".equals(body.path("status").asString(""));
    }

    private JsonNode status(Answer answer) {
        try {
            return json.readTree(answer.body());
        } catch (JacksonException notJson) {
            return json.createObjectNode();
        }
    }

    static LiveObject live(ObjectRef ref, JsonNode content) {
        var metadata = content.path("metadata");
        return new LiveObject(
                ref,
                metadata.path("uid").asString(""),
                metadata.path("resourceVersion").asString(""),
                content);
    }
}
