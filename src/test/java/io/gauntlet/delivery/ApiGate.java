package io.gauntlet.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gauntlet.delivery.Trap.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * Stands between control planes and the API servers of simulated clusters: writes down every write in the order in which it was
 * done, and lets a {@link Trap} act around each. Addresses begin with the name of the process, so that the log says who asked.
 */
final class ApiGate implements AutoCloseable {

    static {
        // Else every answer waits for the acknowledgement of its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final String behind;
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<WireWrite> writes = new ArrayList<>();
    private volatile Trap trap = Trap.open();

    /** @param behind address of the clusters, without a slash at the end */
    ApiGate(String behind) {
        this.behind = behind;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::pass);
        server.start();
    }

    /** Where a process reaches a cluster, given the path of the cluster behind the gate. */
    String url(String process, String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + process + path;
    }

    void set(Trap next) {
        trap = next;
    }

    List<WireWrite> writes() {
        synchronized (writes) {
            return List.copyOf(writes);
        }
    }

    private void pass(HttpExchange exchange) {
        try (exchange) {
            var target = exchange.getRequestURI().toString();
            var end = target.indexOf('/', 1);
            var process = target.substring(1, end);
            var path = target.substring(end);
            var body = exchange.getRequestBody().readAllBytes();
            var write = isWrite(exchange.getRequestMethod(), path);
            if (write && trap.closes(Moment.BEFORE_THE_WRITE, process)) {
                return;
            }
            var answer = write ? recorded(exchange, process, path, body) : forward(exchange, path, body);
            if (write && trap.closes(Moment.BEFORE_THE_ANSWER, process)) {
                return;
            }
            answer(exchange, answer);
            if (write) {
                trap.closes(Moment.AFTER_THE_ANSWER, process);
            }
        } catch (IOException gone) {
            // Who asked is dead, or the clusters are gone; neither is of interest here.
            exchange.close();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    static boolean isWrite(String method, String path) {
        return ("PATCH".equals(method) || "DELETE".equals(method)) && !path.contains("dryRun=All");
    }

    /** Writes are done one after the other, so that the log is in the order in which they took effect. */
    private HttpResponse<byte[]> recorded(HttpExchange exchange, String process, String path, byte[] body)
            throws IOException, InterruptedException {
        synchronized (writes) {
            var answer = forward(exchange, path, body);
            var parts = path.split("/", 4);
            var object = "/" + parts[3].split("\\?", 2)[0];
            var version = answer.statusCode() / 100 == 2
                    ? Json.read(answer.body())
                            .path("metadata")
                            .path("resourceVersion")
                            .asString("")
                    : "";
            writes.add(new WireWrite(
                    process,
                    parts[2],
                    exchange.getRequestMethod(),
                    object,
                    Json.read(body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body),
                    answer.statusCode(),
                    version));
            return answer;
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, String path, byte[] body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(behind + path))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        for (var name : List.of("Authorization", "Content-Type", "Accept")) {
            var value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        for (var name : List.of("Content-Type", "Retry-After", "Date")) {
            answer.headers()
                    .firstValue(name)
                    .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
        }
        var body = answer.body();
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
