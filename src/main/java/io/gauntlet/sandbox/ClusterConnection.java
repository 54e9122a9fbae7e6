package io.gauntlet.sandbox;

import io.gauntlet.sandbox.Fault.Effect;
import io.gauntlet.sandbox.api.ApiRequest;
import io.gauntlet.sandbox.api.ApiResponse;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/** One request to a cluster on its way through the faults that are switched on. */
final class ClusterConnection {

    private final SandboxCluster cluster;
    private final ApiRequest request;
    private final HttpAnswer answer;
    private final Socket socket;

    ClusterConnection(SandboxCluster cluster, ApiRequest request, HttpAnswer answer, Socket socket) {
        this.cluster = cluster;
        this.request = request;
        this.answer = answer;
        this.socket = socket;
    }

    /** Says whether the connection can be used again. */
    boolean run() throws IOException, InterruptedException {
        var effect = cluster.faults().hit(request.method(), request.path());
        switch (effect.orElse(null)) {
            case Effect.Latency(var delay) -> Thread.sleep(delay);
            case Effect.Refusal refusal -> {
                return send(refuse(refusal), Optional.empty());
            }
            case Effect.Echo(var status) -> {
                return send(echo(status), Optional.empty());
            }
            case Effect.Reset(var afterTheWork) -> {
                if (afterTheWork) {
                    cluster.server().answer(request);
                }
                return reset();
            }
            case Effect.BlackHole ignored -> {
                log(0, 0);
                // Ends when the client gives up or the fleet is closed.
                while (socket.getInputStream().read() >= 0) {
                    Thread.onSpinWait();
                }
                return false;
            }
            case null, default -> {}
        }
        return send(cluster.server().answer(request), effect);
    }

    private boolean send(ApiResponse response, Optional<Effect> effect) throws IOException, InterruptedException {
        var cut = effect.filter(Effect.Cut.class::isInstance).map(Effect.Cut.class::cast);
        var stream = response.stream();
        if (stream != null) {
            log(response.status(), 0);
            answer.stream(response, stream, cut.map(Effect.Cut::bytes).orElse(null));
            return true;
        }
        if (cut.isPresent()) {
            log(response.status(), answer.sendCut(response, cut.get().bytes()));
            return false;
        }
        log(response.status(), response.body().length);
        answer.send(response);
        return true;
    }

    private boolean reset() throws IOException {
        log(0, 0);
        // A linger time of zero makes closing send a reset instead of an orderly end.
        socket.setSoLinger(true, 0);
        socket.close();
        return false;
    }

    private void log(int status, long bytes) {
        var path = request.query().isEmpty() ? request.path() : request.path() + "?" + request.query();
        cluster.requestLog().add(new RequestLog.Entry(request.method(), path, status, bytes));
    }

    private ApiResponse echo(int status) {
        var sent = new String(request.body(), StandardCharsets.UTF_8);
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("reason", "Invalid")
                .put(
                        "message",
                        "cannot convert " + sent + " sent with "
                                + request.headers().get("authorization"))
                .put("code", status)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return new ApiResponse(status, "application/json", new HashMap<>(), body, null);
    }

    private static ApiResponse refuse(Effect.Refusal refusal) {
        var status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure");
        var headers = new HashMap<String, String>();
        var after = refusal.retryAfter();
        if (after != null) {
            headers.put("Retry-After", String.valueOf(after.toSeconds()));
            status.putObject("details").put("retryAfterSeconds", after.toSeconds());
        }
        switch (refusal.status()) {
            case 401 -> status.put("message", "Unauthorized").put("reason", "Unauthorized");
            case 409 ->
                status.put(
                                "message",
                                "Operation cannot be fulfilled: the object has been modified; please apply your"
                                        + " changes to the latest version and try again")
                        .put("reason", "Conflict");
            case 429 ->
                status.put("message", "Too many requests, please try again later.")
                        .put("reason", "TooManyRequests");
            default ->
                status.put("message", "Internal error occurred: a fault is switched on")
                        .put("reason", "InternalError");
        }
        status.put("code", refusal.status());
        var body = status.toString().getBytes(StandardCharsets.UTF_8);
        return new ApiResponse(refusal.status(), "application/json", headers, body, null);
    }
}
