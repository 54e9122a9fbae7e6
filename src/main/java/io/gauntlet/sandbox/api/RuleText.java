package io.gauntlet.sandbox.api;

import java.util.Map;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** Writes a rule of a role as refusals of the API show it. */
final class RuleText {

    private static final Map<String, String> FIELDS = Map.of(
            "apiGroups", "APIGroups",
            "resources", "Resources",
            "resourceNames", "ResourceNames",
            "nonResourceURLs", "NonResourceURLs",
            "verbs", "Verbs");

    private RuleText() {}

    static String of(JsonNode rule) {
        var text = new StringJoiner(", ", "{", "}");
        for (var field : new String[] {"apiGroups", "resources", "resourceNames", "nonResourceURLs", "verbs"}) {
            if (!rule.path(field).isEmpty()) {
                var values = new StringJoiner(", ", "[", "]");
                rule.path(field).forEach(value -> values.add(value.toString()));
                text.add(FIELDS.get(field) + ":" + values);
            }
        }
        return text.toString();
    }
}
