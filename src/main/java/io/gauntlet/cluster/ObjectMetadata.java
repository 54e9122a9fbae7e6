package io.gauntlet.cluster;

import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.cluster.HttpCalls.Call;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads identities and versions of objects. Answers are parsed as a stream: of each object only five strings are kept. */
final class ObjectMetadata {

    private static final int PAGE = 500;
    private static final int MAX_OBJECTS = 100_000;
    private static final int MAX_LIST = 32 * 1024 * 1024;
    private static final int MAX_REFUSAL = 64 * 1024;
    private static final String LIST =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
    private static final String ONE = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    private final HttpCalls http;
    private final JsonMapper json;
    private final Answers answers;

    ObjectMetadata(HttpCalls http, JsonMapper json, Answers answers) {
        this.http = http;
        this.json = json;
        this.answers = answers;
    }

    /**
     * Objects at one moment.
     *
     * @param version of the whole list, from which it can be watched; empty where the kind is not served
     */
    record Versions(List<ObjectVersion> objects, String version) {}

    Versions list(ResourceType type, String namespace, LabelSelector selector) {
        var selected = path(type, namespace, selector);
        var objects = new ArrayList<ObjectVersion>();
        var version = "";
        var next = "";
        do {
            var from = next.isEmpty() ? "" : "&continue=" + encode(next);
            var answer = http.send(Call.get(selected + "&limit=" + PAGE + from, MAX_LIST, LIST));
            if (answer.status() == 410 && !next.isEmpty()) {
                // The list is older than what the API server remembers: it has to be read from the start, in one piece.
                objects.clear();
                answer = http.send(Call.get(selected, MAX_LIST, LIST));
            }
            if (answer.status() == 404) {
                return new Versions(List.of(), "");
            }
            var head = read(type, answers.require(answer).body(), objects);
            version = head.version();
            next = head.next();
        } while (!next.isEmpty());
        return new Versions(objects, version);
    }

    /**
     * Follows a kind from a version on until the API server or the limit ends it. Throws what is said of a refusal.
     *
     * @return the status of the answer, of which 410 means that the version is forgotten
     */
    int follow(String path, String version, Duration limit, Consumer<byte[]> sink) {
        var call = path + "&watch=true&allowWatchBookmarks=true&timeoutSeconds=" + limit.toSeconds()
                + "&resourceVersion=" + encode(version);
        var answer = http.stream(Call.get(call, MAX_REFUSAL, ONE), limit.plusSeconds(10), sink);
        if (answer.status() != 410) {
            answers.require(answer);
        }
        return answer.status();
    }

    static String path(ResourceType type, String namespace, LabelSelector selector) {
        return type.path(namespace) + "?labelSelector=" + encode(selector.toString());
    }

    /** One line of a watch. */
    JsonNode event(byte[] line) {
        try {
            return json.readTree(line);
        } catch (JacksonException broken) {
            throw new ClusterCallException(Failure.BAD_ANSWER, "An event of the watch is not JSON.");
        }
    }

    private record Head(String version, String next) {}

    private Head read(ResourceType type, byte[] body, List<ObjectVersion> into) {
        try (var parser = json.createParser(body)) {
            var head = new Head("", "");
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ClusterCallException(Failure.BAD_ANSWER, "The answer is not a JSON object.");
            }
            for (var name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                if ("metadata".equals(name) && parser.currentToken() == JsonToken.START_OBJECT) {
                    head = head(parser);
                } else if ("items".equals(name) && parser.currentToken() == JsonToken.START_ARRAY) {
                    items(type, parser, into);
                } else {
                    parser.skipChildren();
                }
            }
            return head;
        } catch (JacksonException cutOff) {
            throw new ClusterCallException(Failure.BAD_ANSWER, "The answer is not JSON; it may be cut off.");
        }
    }

    private static Head head(JsonParser parser) {
        var version = "";
        var next = "";
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            var text = text(parser);
            if ("resourceVersion".equals(name)) {
                version = text;
            } else if ("continue".equals(name)) {
                next = text;
            }
        }
        return new Head(version, next);
    }

    private static void items(ResourceType type, JsonParser parser, List<ObjectVersion> into) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            @Nullable ObjectVersion found = null;
            for (var name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                if ("metadata".equals(name) && parser.currentToken() == JsonToken.START_OBJECT) {
                    found = item(type, parser);
                } else {
                    parser.skipChildren();
                }
            }
            if (into.size() == MAX_OBJECTS) {
                throw new ClusterCallException(
                        Failure.BAD_ANSWER, "The list holds more than " + MAX_OBJECTS + " objects.");
            }
            if (found != null) {
                into.add(found);
            }
        }
    }

    private static ObjectVersion item(ResourceType type, JsonParser parser) {
        var object = "";
        var namespace = "";
        var uid = "";
        var version = "";
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            var text = text(parser);
            switch (name) {
                case "name" -> object = text;
                case "namespace" -> namespace = text;
                case "uid" -> uid = text;
                case "resourceVersion" -> version = text;
                default -> {}
            }
        }
        return new ObjectVersion(new ObjectRef(type, namespace, object), uid, version);
    }

    /** The value of a property; empty for what is no string. */
    private static String text(JsonParser parser) {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return "";
        }
        return parser.getString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
