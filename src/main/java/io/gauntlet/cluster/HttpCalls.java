package io.gauntlet.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.kernel.Causes;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Single HTTP calls to one API server: to an address that was resolved and checked for this very call, with limits on time and
 * size. Redirects are not followed. An overloaded server is asked again when it said when, within a budget.
 */
final class HttpCalls implements AutoCloseable {

    private static final int RETRIES = 3;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final HttpClient client;
    private final Credentials credentials;
    private final ApiServerClients.Target target;
    private final AddressPolicy policy;
    private final Duration timeout;
    private final RetryBudget retries = new RetryBudget();
    private final CircuitBreaker breaker;

    HttpCalls(
            HttpClient client,
            Credentials credentials,
            ApiServerClients.Target target,
            AddressPolicy policy,
            Limits limits) {
        this.client = client;
        this.credentials = credentials;
        this.target = target;
        this.policy = policy;
        this.timeout = limits.timeout();
        this.breaker = new CircuitBreaker(limits.clock(), System::nanoTime);
    }

    /**
     * What bounds the calls.
     *
     * @param clock for people, to be told when a server that is away is asked again
     */
    record Limits(Duration timeout, Clock clock) {}

    /**
     * What to send.
     *
     * @param repeatable whether it may be sent again when the server was too busy for it
     */
    record Call(
            String method,
            String path,
            @Nullable String contentType,
            @Nullable String body,
            int maxBytes,
            boolean repeatable,
            String accept) {

        private static final String JSON = "application/json";

        static Call get(String path, int maxBytes) {
            return get(path, maxBytes, JSON);
        }

        /** @param accept the forms in which the answer is understood */
        static Call get(String path, int maxBytes, String accept) {
            return new Call("GET", path, null, null, maxBytes, true, accept);
        }

        /** A server-side apply: the same once more changes nothing more. */
        static Call apply(String path, String body, int maxBytes) {
            return new Call("PATCH", path, "application/apply-patch+yaml", body, maxBytes, true, JSON);
        }

        static Call once(String method, String path, @Nullable String body, int maxBytes) {
            return new Call(method, path, body == null ? null : JSON, body, maxBytes, false, JSON);
        }
    }

    /** An answer of any status. */
    record Answer(int status, byte[] body, Optional<String> date, Optional<Duration> retryAfter) {}

    /**
     * Sends a call, if the server is not one that could not be reached again and again; a repeatable one again when the server is overloaded and says when to come back. Waiting counts as time of
     * the call.
     */
    Answer send(Call call) {
        // A pod that hangs says nothing about the API server in front of it.
        return breaker.call(!call.path().contains("/proxy/"), () -> sendRepeatedly(call));
    }

    private Answer sendRepeatedly(Call call) {
        var end = System.nanoTime() + timeout.toNanos();
        for (var left = call.repeatable() ? RETRIES : 0; ; left--) {
            var answer = exchange(call, end);
            if (answer.status() != 429) {
                retries.answered();
                return answer;
            }
            var wait = answer.retryAfter().filter(asked -> fits(asked, end));
            if (left == 0 || wait.isEmpty() || !retries.take()) {
                return answer;
            }
            pause(wait.get());
        }
    }

    private static boolean fits(Duration wait, long end) {
        return wait.compareTo(LONGEST_WAIT) <= 0 && System.nanoTime() + wait.toNanos() < end;
    }

    private Answer exchange(Call call, long end) {
        for (var address : policy.resolve(target.host(), target.plain())) {
            var answer = exchange(call, address, end);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new ClusterCallException(Failure.UNREACHABLE, "The connection to the API server is refused.");
    }

    /** Empty when the connection did not come about: nothing was sent, so the next address of the name may be tried. */
    private Optional<Answer> exchange(Call call, InetAddress address, long end) {
        var collected = new ByteArrayOutputStream();
        var pending = client.consumeBytes(
                request(call, address, end), (chunks, body) -> collect(chunks, body, collected, call.maxBytes()));
        try {
            var response = await(pending, end);
            response.body().consume();
            await(response.body().done(), end);
            var retryAfter = header(response, "Retry-After").flatMap(HttpCalls::seconds);
            return Optional.of(new Answer(
                    response.code(), body(response.code(), collected), header(response, "Date"), retryAfter));
        } catch (TimeoutException late) {
            var _ = pending.whenComplete((response, error) -> {
                if (response != null) {
                    response.body().cancel();
                }
            });
            pending.cancel(true);
            throw new ClusterCallException(
                    Failure.TIMEOUT, "There was no answer within " + timeout.toSeconds() + " s.");
        } catch (ExecutionException | CancellationException failed) {
            if (Causes.find(failed, ConnectException.class).isPresent()) {
                return Optional.empty();
            }
            throw CallFailures.classify(failed);
        } catch (InterruptedException interrupted) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new ClusterCallException(Failure.UNREACHABLE, "The call was interrupted.");
        }
    }

    /**
     * Sends a call whose answer comes bit by bit, for as long as the server likes but no longer than the limit. Each bit of a
     * success is handed on as it comes; an interrupt ends it.
     *
     * @return a refusal with its body, or a success without one after its end
     */
    Answer stream(Call call, Duration limit, Consumer<byte[]> sink) {
        breaker.require();
        var end = System.nanoTime() + limit.toNanos();
        for (var address : policy.resolve(target.host(), target.plain())) {
            var answer = stream(call, address, end, sink);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new ClusterCallException(Failure.UNREACHABLE, "The connection to the API server is refused.");
    }

    private Optional<Answer> stream(Call call, InetAddress address, long end, Consumer<byte[]> sink) {
        var bits = new StreamedBits(sink, call.maxBytes());
        var pending = client.consumeBytes(request(call, address, end), bits::take);
        try {
            var response = await(pending, Math.min(end, System.nanoTime() + timeout.toNanos()));
            try {
                bits.begin(response.code());
                response.body().consume();
                await(response.body().done(), end);
            } catch (TimeoutException over) {
                // The limit is a normal end.
            } finally {
                response.body().cancel();
            }
            bits.rethrow();
            return Optional.of(new Answer(
                    response.code(), body(response.code(), bits.refusal()), Optional.empty(), Optional.empty()));
        } catch (TimeoutException late) {
            pending.cancel(true);
            throw new ClusterCallException(
                    Failure.TIMEOUT, "There was no answer within " + timeout.toSeconds() + " s.");
        } catch (ExecutionException | CancellationException failed) {
            bits.rethrow();
            if (Causes.find(failed, ConnectException.class).isPresent()) {
                return Optional.empty();
            }
            throw CallFailures.classify(failed);
        } catch (InterruptedException interrupted) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new ClusterCallException(Failure.UNREACHABLE, "The call was interrupted.");
        }
    }

    /** What is refused is shown to people, so an answer that repeats the token comes without it. */
    private byte[] body(int status, ByteArrayOutputStream collected) {
        if (status < 400 || !(credentials instanceof Credentials.Token bearer)) {
            return collected.toByteArray();
        }
        return collected
                .toString(StandardCharsets.UTF_8)
                .replace(bearer.token().reveal(), "•••")
                .getBytes(StandardCharsets.UTF_8);
    }

    private HttpRequest request(Call call, InetAddress address, long end) {
        var left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
        var request = client.newHttpRequestBuilder()
                .uri(target.at(address.getHostAddress(), call.path()))
                .timeout(left, TimeUnit.MILLISECONDS)
                .header("Accept", call.accept())
                .header("User-Agent", "gauntlet");
        if (HostHeader.settable()) {
            request.header("Host", target.authority());
        }
        if (credentials instanceof Credentials.Token bearer) {
            request.header("Authorization", "Bearer " + bearer.token().reveal());
        }
        return request.method(call.method(), call.contentType(), call.body()).build();
    }

    private static <T> T await(CompletableFuture<T> future, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private static void collect(List<ByteBuffer> chunks, AsyncBody body, ByteArrayOutputStream into, int maxBytes) {
        for (var chunk : chunks) {
            if (into.size() + chunk.remaining() > maxBytes) {
                body.cancel();
                throw new ClusterCallException(
                        Failure.BAD_ANSWER, "The answer is larger than " + maxBytes / 1024 / 1024 + " MiB.");
            }
            var bytes = new byte[chunk.remaining()];
            chunk.get(bytes);
            into.writeBytes(bytes);
        }
        body.consume();
    }

    private static Optional<Duration> seconds(String retryAfter) {
        return retryAfter.matches("\\d{1,5}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)))
                : Optional.empty();
    }

    private static Optional<String> header(HttpResponse<?> response, String name) {
        return response.headers(name).stream().findFirst();
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClusterCallException(Failure.UNREACHABLE, "The call was interrupted.");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
