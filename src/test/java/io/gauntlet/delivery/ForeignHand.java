package io.gauntlet.delivery;

import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.sandbox.SandboxCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Somebody else with the rights to change objects of a cluster. */
final class ForeignHand implements AutoCloseable {

    private static final String MANAGER = "intruder";

    private final HttpClient http = HttpClient.newHttpClient();
    private final SandboxCluster cluster;

    ForeignHand(SandboxCluster cluster) {
        this.cluster = cluster;
    }

    /** Replaces an object by a changed one. */
    void edit(ObjectRef ref, Consumer<ObjectNode> change) {
        var object = (ObjectNode) Json.read(send("GET", ref.path(), "").body());
        change.accept(object);
        require(send("PUT", ref.path() + "?fieldManager=" + MANAGER, object.toString()));
    }

    void delete(ObjectRef ref) {
        require(send("DELETE", ref.path(), "{}"));
    }

    private static void require(HttpResponse<byte[]> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException("the API server answers " + answer.statusCode());
        }
    }

    private HttpResponse<byte[]> send(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(cluster.url() + path))
                .header("Authorization", "Bearer " + cluster.adminToken())
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
