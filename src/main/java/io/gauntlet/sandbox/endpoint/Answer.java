package io.gauntlet.sandbox.endpoint;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An HTTP answer of a simulated program. */
public record Answer(int status, String contentType, String body) {

    private static final String JSON = "application/json";

    static Answer text(int status, String body) {
        return new Answer(status, "text/plain; charset=utf-8", body);
    }

    static Answer metrics(Metrics metrics) {
        return new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.toString());
    }

    static Answer json(JsonNode body) {
        return new Answer(200, JSON, body.toString());
    }

    /** The envelope of the Prometheus and Thanos APIs. */
    static Answer success(JsonNode data) {
        var envelope = object();
        envelope.put("status", "success");
        envelope.set("data", data);
        return json(envelope);
    }

    static Answer failure(int status, String type, String message) {
        var envelope = object();
        envelope.put("status", "error");
        envelope.put("errorType", type);
        envelope.put("error", message);
        return new Answer(status, JSON, envelope.toString());
    }

    static Answer notFound() {
        return text(404, "404 page not found\n");
    }

    static Answer methodNotAllowed() {
        return text(405, "Method Not Allowed\n");
    }

    /** What the API server says when nothing listens behind its proxy. */
    static Answer refused(String address) {
        var status = object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure");
        status.put("message", "error trying to reach service: dial tcp " + address + ": connect: connection refused");
        status.put("reason", "ServiceUnavailable").put("code", 503);
        return new Answer(503, JSON, status.toString());
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
