package io.gauntlet.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes one leaf of an object at a time, as somebody who edits it would. */
final class LeafEdits {

    /** What says which object it is cannot be edited. */
    private static final Set<String> IDENTITY = Set.of("/apiVersion", "/kind", "/metadata/name", "/metadata/namespace");

    private LeafEdits() {}

    /** JSON pointers of all leaves that were applied. */
    static List<String> of(JsonNode applied) {
        var leaves = new ArrayList<String>();
        collect("", applied, leaves);
        leaves.removeAll(IDENTITY);
        return leaves;
    }

    private static void collect(String at, JsonNode node, List<String> leaves) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> collect(at + "/" + DriftPaths.escape(field.getKey()), field.getValue(), leaves));
        } else if (node.isArray()) {
            for (var i = 0; i < node.size(); i++) {
                collect(at + "/" + i, node.path(i), leaves);
            }
        } else {
            leaves.add(at);
        }
    }

    /** A copy of the live object with another value there; the same object where the API server has moved the leaf. */
    static JsonNode edited(JsonNode live, String pointer) {
        var copy = live.deepCopy();
        var cut = pointer.lastIndexOf('/');
        var name = pointer.substring(cut + 1).replace("~1", "/").replace("~0", "~");
        switch (copy.at(pointer.substring(0, cut))) {
            case ObjectNode parent when parent.has(name) -> parent.set(name, other(parent.path(name)));
            case ArrayNode parent
            when parent.has(Integer.parseInt(name)) ->
                parent.set(Integer.parseInt(name), other(parent.path(Integer.parseInt(name))));
            default -> {}
        }
        return copy;
    }

    private static JsonNode other(JsonNode value) {
        var nodes = JsonNodeFactory.instance;
        if (value.isBoolean()) {
            return nodes.booleanNode(!value.booleanValue());
        }
        if (value.isNumber()) {
            return nodes.numberNode(value.asLong(0) + 1);
        }
        var text = value.asString("");
        // A quantity or a duration stays one, base64 too.
        return nodes.stringNode(text.isEmpty() || Character.isLetter(text.charAt(0)) ? text + "x" : "1" + text);
    }
}
