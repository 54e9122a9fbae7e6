package io.gauntlet.notification;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who is told: remembers what arrives, and answers as a test says. */
final class TestReceiver implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final Queue<Reply> replies = new ArrayDeque<>();
    private final HttpServer server;
    private volatile Reply usual = Reply.of(200);

    /** A message that arrived; names of headers are in lower case. */
    record Arrival(String path, Map<String, String> headers, byte[] body) {

        JsonNode json() {
            return JSON.readTree(body);
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
        }
    }

    /** What is answered. */
    record Reply(int status, Map<String, String> headers, String body, long delayMillis) {

        static Reply of(int status) {
            return new Reply(status, Map.of(), "", 0);
        }

        Reply with(String header, String value) {
            return new Reply(status, Map.of(header, value), body, delayMillis);
        }

        Reply saying(String text) {
            return new Reply(status, headers, text, delayMillis);
        }

        Reply after(long millis) {
            return new Reply(status, headers, body, millis);
        }
    }

    TestReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var headers = exchange.getRequestHeaders().entrySet().stream()
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(java.util.Locale.ROOT),
                        header -> String.join(",", header.getValue())));
        var reply = next();
        if (reply.delayMillis() > 0) {
            pause(reply.delayMillis());
        }
        arrivals.add(new Arrival(exchange.getRequestURI().toString(), headers, body));
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        try (exchange;
                var out = exchange.getResponseBody()) {
            if (bytes.length > 0) {
                out.write(bytes);
            }
        } catch (IOException gone) {
            // Whoever reads no more than it wants to closes the connection.
        }
    }

    private synchronized Reply next() {
        var reply = replies.poll();
        return reply == null ? usual : reply;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers the next messages like this, one after the other, before it answers as usual. */
    synchronized void next(Reply... answers) {
        Collections.addAll(replies, answers);
    }

    void always(Reply reply) {
        usual = reply;
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    List<Arrival> arrivals() {
        return arrivals;
    }

    /** The numbers of the events that arrived, in their order. */
    List<Long> numbers() {
        return arrivals.stream()
                .map(arrival -> arrival.json().at("/number").asLong())
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
