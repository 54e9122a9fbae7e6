package io.gauntlet.sandbox.api;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Defaults that the schemas of the Gateway API's route kinds declare. */
final class GatewayDefaults {

    private GatewayDefaults() {}

    static void fill(ResourceKind kind, ObjectNode object) {
        var spec = Json.child(object, "spec");
        Json.each(spec.path("parentRefs"), parent -> {
            Json.fill(parent, "group", ResourceKinds.GATEWAY_GROUP);
            Json.fill(parent, "kind", "Gateway");
        });
        Json.each(spec.path("rules"), rule -> {
            Json.each(rule.path("backendRefs"), GatewayDefaults::backend);
            if (kind.kind().equals("HTTPRoute")) {
                matches(rule);
            }
            Json.each(rule.path("matches"), match -> headers(match.path("headers")));
        });
    }

    private static void backend(ObjectNode backend) {
        Json.fill(backend, "group", "");
        Json.fill(backend, "kind", "Service");
        Json.fill(backend, "weight", 1);
    }

    private static void matches(ObjectNode rule) {
        if (!rule.has("matches")) {
            rule.putArray("matches").addObject();
        }
        Json.each(rule.path("matches"), match -> {
            var path = Json.child(match, "path");
            Json.fill(path, "type", "PathPrefix");
            Json.fill(path, "value", "/");
            headers(match.path("queryParams"));
        });
    }

    private static void headers(JsonNode headers) {
        Json.each(headers, header -> Json.fill(header, "type", "Exact"));
    }
}
