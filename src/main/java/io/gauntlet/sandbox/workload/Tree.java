package io.gauntlet.sandbox.workload;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Short ways through an API object. */
public final class Tree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Tree() {}

    /** The node at a path of field names; a missing node if there is none. */
    public static JsonNode at(JsonNode node, String... path) {
        var current = node;
        for (var name : path) {
            current = current.path(name);
        }
        return current;
    }

    /** The text at a path; empty if there is none. */
    public static String text(JsonNode node, String... path) {
        return at(node, path).asString("");
    }

    public static int number(JsonNode node, int otherwise, String... path) {
        return at(node, path).asInt(otherwise);
    }

    public static String kind(JsonNode object) {
        return text(object, "kind");
    }

    public static String name(JsonNode object) {
        return text(object, "metadata", "name");
    }

    public static String namespace(JsonNode object) {
        return text(object, "metadata", "namespace");
    }

    public static String uid(JsonNode object) {
        return text(object, "metadata", "uid");
    }

    /** A mapping of texts at a path, in its order. */
    public static Map<String, String> texts(JsonNode node, String... path) {
        var texts = new LinkedHashMap<String, String>();
        for (var entry : at(node, path).properties()) {
            texts.put(entry.getKey(), entry.getValue().asString(""));
        }
        return texts;
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ObjectNode object(String apiVersion, String kind, String namespace, String name) {
        var object = object();
        object.put("apiVersion", apiVersion);
        object.put("kind", kind);
        var metadata = object.putObject("metadata");
        metadata.put("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        return object;
    }

    /** The field as an object, made if it is not there. */
    static ObjectNode child(ObjectNode node, String name) {
        return node.path(name) instanceof ObjectNode present ? present : node.putObject(name);
    }

    /** The reference of the controller that owns this object. */
    static Optional<JsonNode> controller(JsonNode object) {
        for (Iterator<JsonNode> owners =
                        at(object, "metadata", "ownerReferences").iterator();
                owners.hasNext(); ) {
            var owner = owners.next();
            if (owner.path("controller").asBoolean(false)) {
                return Optional.of(owner);
            }
        }
        return Optional.empty();
    }

    static void own(ObjectNode object, JsonNode owner) {
        var reference = child(object, "metadata").putArray("ownerReferences").addObject();
        reference.put("apiVersion", text(owner, "apiVersion"));
        reference.put("kind", kind(owner));
        reference.put("name", name(owner));
        reference.put("uid", uid(owner));
        reference.put("controller", true);
        reference.put("blockOwnerDeletion", true);
    }

    /** Whether {@code labels} carry every label of {@code selector}; an empty selector selects nothing. */
    public static boolean selects(JsonNode selector, JsonNode labels) {
        var any = false;
        for (var wanted : selector.properties()) {
            any = true;
            if (!wanted.getValue()
                            .asString("")
                            .equals(labels.path(wanted.getKey()).asString(""))
                    || !labels.has(wanted.getKey())) {
                return false;
            }
        }
        return any;
    }

    static boolean isDeleted(JsonNode object) {
        return at(object, "metadata").has("deletionTimestamp");
    }

    /** Whether a pod says that it is ready. */
    public static boolean isReady(JsonNode pod) {
        for (var condition : at(pod, "status", "conditions")) {
            if (text(condition, "type").equals("Ready")) {
                return text(condition, "status").equals("True");
            }
        }
        return false;
    }
}
