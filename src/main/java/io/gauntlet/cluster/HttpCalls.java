package io.gauntlet.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.gauntlet.cluster.ClusterCallException.Failure;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Single HTTP calls to one API server, with limits on time and size; failures are classified, redirects are not followed. */
final class HttpCalls {

    private final HttpClient client;
    private final String base;
    private final Duration timeout;

    HttpCalls(HttpClient client, String base, Duration timeout) {
        this.client = client;
        this.base = base;
        this.timeout = timeout;
    }

    /** An answer of any status but 401, 429, 5xx of the server itself; those are failures. */
    record Answer(int status, byte[] body, Optional<String> date, Optional<String> retryAfter) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    Answer send(String method, String path, @Nullable String contentType, byte @Nullable [] body, int maxBytes) {
        var request = client.newHttpRequestBuilder()
                .uri(base + path)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .header("Accept", "application/json")
                .header("User-Agent", "gauntlet");
        if (body == null) {
            request.method(method, contentType, (String) null);
        } else {
            request.method(method, contentType, new String(body, StandardCharsets.UTF_8));
        }
        return classify(exchange(request.build(), maxBytes));
    }

    private Answer exchange(HttpRequest request, int maxBytes) {
        var collected = new ByteArrayOutputStream();
        try {
            var response = client.consumeBytes(request, (chunks, async) -> collect(chunks, async, collected, maxBytes))
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            response.body().consume();
            response.body().done().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(
                    response.code(),
                    collected.toByteArray(),
                    header(response, "Date"),
                    header(response, "Retry-After"));
        } catch (TimeoutException late) {
            throw new ClusterCallException(Failure.TIMEOUT, "No answer within " + timeout.toSeconds() + " s.");
        } catch (ExecutionException failed) {
            throw failure(failed.getCause() == null ? failed : failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClusterCallException(Failure.UNREACHABLE, "The call was interrupted.");
        }
    }

    private static void collect(List<ByteBuffer> chunks, AsyncBody async, ByteArrayOutputStream into, int maxBytes) {
        for (var chunk : chunks) {
            if (into.size() + chunk.remaining() > maxBytes) {
                async.cancel();
                throw new ClusterCallException(
                        Failure.BAD_ANSWER, "The answer is larger than " + maxBytes / 1024 / 1024 + " MiB.");
            }
            var bytes = new byte[chunk.remaining()];
            chunk.get(bytes);
            into.writeBytes(bytes);
        }
        async.consume();
    }

    private static Answer classify(Answer answer) {
        return switch (answer.status()) {
            case 401 -> throw new ClusterCallException(Failure.UNAUTHORIZED, "The API server refuses the credentials.");
            case 429 ->
                throw new ClusterCallException(
                        Failure.THROTTLED,
                        "The API server is overloaded.",
                        answer.retryAfter().flatMap(HttpCalls::seconds));
            case 502, 503, 504 ->
                throw new ClusterCallException(
                        Failure.SERVER_ERROR,
                        "The API server answers " + answer.status() + ".",
                        answer.retryAfter().flatMap(HttpCalls::seconds));
            case 301, 302, 303, 307, 308 ->
                throw new ClusterCallException(
                        Failure.BAD_ANSWER, "The address redirects elsewhere, which is not followed.");
            default -> answer;
        };
    }

    private static Optional<Duration> seconds(String retryAfter) {
        return retryAfter.matches("\\d{1,4}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)))
                : Optional.empty();
    }

    private static Optional<String> header(HttpResponse<?> response, String name) {
        return response.headers(name).stream().findFirst();
    }

    private static ClusterCallException failure(Throwable cause) {
        for (var error = cause; error != null; error = error.getCause()) {
            switch (error) {
                case ClusterCallException known -> {
                    return known;
                }
                case SSLException tls -> {
                    return new ClusterCallException(Failure.TLS, tlsMessage(tls));
                }
                case HttpTimeoutException late -> {
                    return new ClusterCallException(Failure.TIMEOUT, "No answer in time.");
                }
                case java.net.ConnectException refused -> {
                    return new ClusterCallException(Failure.UNREACHABLE, "The connection is refused.");
                }
                default -> {}
            }
        }
        return new ClusterCallException(Failure.UNREACHABLE, "The connection broke before the answer was complete.");
    }

    private static String tlsMessage(SSLException tls) {
        var text = String.valueOf(tls.getMessage());
        if (text.contains("PKIX") || text.contains("unable to find valid certification path")) {
            return "The certificate of the API server is not signed by the given CA.";
        }
        if (text.contains("No subject alternative") || text.contains("No name matching")) {
            return "The certificate of the API server is not for this address.";
        }
        return "TLS fails: the API server's certificate or protocol is not accepted.";
    }
}
