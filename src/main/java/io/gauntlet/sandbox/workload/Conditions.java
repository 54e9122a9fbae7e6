package io.gauntlet.sandbox.workload;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Builds the conditions of an object and keeps the time of each that did not change its status. */
final class Conditions {

    private final JsonNode before;
    private final String now;
    private final ArrayNode conditions = Tree.object().arrayNode();

    Conditions(JsonNode object, String now) {
        this.before = Tree.at(object, "status", "conditions");
        this.now = now;
    }

    void add(String type, boolean holds, String reason, String message) {
        var status = holds ? "True" : "False";
        var since = now;
        for (var earlier : before) {
            if (Tree.text(earlier, "type").equals(type)
                    && Tree.text(earlier, "status").equals(status)) {
                since = Tree.text(earlier, "lastTransitionTime");
            }
        }
        var condition = conditions.addObject();
        condition.put("type", type);
        condition.put("status", status);
        condition.put("lastTransitionTime", since);
        if (!reason.isEmpty()) {
            condition.put("reason", reason);
        }
        if (!message.isEmpty()) {
            condition.put("message", message);
        }
    }

    ArrayNode toJson() {
        return conditions;
    }
}
