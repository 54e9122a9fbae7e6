package io.gauntlet.sandbox.api;

import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Short ways to read and to complete JSON objects. */
final class Json {

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static JsonNode at(JsonNode node, String... path) {
        var current = node;
        for (var name : path) {
            current = current.path(name);
        }
        return current;
    }

    static String text(JsonNode node, String... path) {
        return at(node, path).asString("");
    }

    /** The object in a field, made if it is missing. */
    static ObjectNode child(ObjectNode node, String name) {
        return node.path(name) instanceof ObjectNode present ? present : node.putObject(name);
    }

    static ObjectNode metadata(ObjectNode object) {
        return child(object, "metadata");
    }

    static void fill(ObjectNode node, String name, String value) {
        if (!node.has(name)) {
            node.put(name, value);
        }
    }

    static void fill(ObjectNode node, String name, int value) {
        if (!node.has(name)) {
            node.put(name, value);
        }
    }

    static void fill(ObjectNode node, String name, boolean value) {
        if (!node.has(name)) {
            node.put(name, value);
        }
    }

    /** Works on each object in a list. */
    static void each(JsonNode list, Consumer<ObjectNode> work) {
        for (var item : list) {
            if (item instanceof ObjectNode object) {
                work.accept(object);
            }
        }
    }

    /** Works on the object in a field if there is one. */
    static void within(JsonNode node, String name, Consumer<ObjectNode> work) {
        if (node.path(name) instanceof ObjectNode object) {
            work.accept(object);
        }
    }
}
