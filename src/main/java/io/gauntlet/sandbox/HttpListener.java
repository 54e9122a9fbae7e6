package io.gauntlet.sandbox;

import io.gauntlet.sandbox.api.ApiRequest;
import io.gauntlet.sandbox.api.ApiResponse;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One port on the loopback interface for the API servers of all clusters, each under a path of its own. */
final class HttpListener {

    static final String PREFIX = "/clusters/";

    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
    private static final int BACKLOG = 1024;

    private final ServerSocket server;
    private final Clock clock;
    private final Function<String, Optional<SandboxCluster>> clusters;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    HttpListener(int port, Clock clock, Function<String, Optional<SandboxCluster>> clusters) {
        this.clock = clock;
        this.clusters = clusters;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        } catch (IOException taken) {
            throw new UncheckedIOException("the sandbox cannot listen on port " + port, taken);
        }
        Thread.ofVirtual().name("sandbox-accept").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void close() {
        try {
            server.close();
            for (var connection : connections) {
                connection.close();
            }
        } catch (IOException ignored) {
            LOG.debug("A connection of the sandbox did not close.", ignored);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                LOG.trace("The sandbox accepts no more connections.", closed);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            var out = new BufferedOutputStream(socket.getOutputStream(), 16 * 1024);
            var answer = new HttpAnswer(out, clock);
            try {
                for (var next = HttpExchange.read(in, out);
                        next.isPresent() && answer(next.get(), answer, socket);
                        next = HttpExchange.read(in, out)) {
                    // The next request on the same connection.
                }
            } catch (HttpExchange.Malformed malformed) {
                answer.send(text(malformed.status(), String.valueOf(malformed.getMessage())));
            }
        } catch (IOException gone) {
            LOG.trace("A client of the sandbox went away.", gone);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(socket);
        }
    }

    /** Answers one request and says whether the connection can be used again. */
    private boolean answer(HttpExchange exchange, HttpAnswer answer, Socket socket)
            throws IOException, InterruptedException {
        var path = exchange.path();
        var end = path.startsWith(PREFIX) ? path.indexOf('/', PREFIX.length()) : -1;
        var name = path.startsWith(PREFIX) ? path.substring(PREFIX.length(), end < 0 ? path.length() : end) : "";
        var cluster = clusters.apply(name);
        if (cluster.isEmpty()) {
            answer.send(text(404, "404 page not found\n"));
            return exchange.keepsAlive();
        }
        var request = new ApiRequest(
                exchange.method(),
                end < 0 ? "/" : path.substring(end),
                exchange.query(),
                exchange.headers(),
                exchange.body());
        return new ClusterConnection(cluster.get(), request, answer, socket).run() && exchange.keepsAlive();
    }

    static ApiResponse text(int status, @Nullable String text) {
        var body = String.valueOf(text).getBytes(StandardCharsets.UTF_8);
        return new ApiResponse(status, "text/plain; charset=utf-8", Map.of(), body, null);
    }
}
