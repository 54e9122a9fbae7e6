package io.gauntlet.notification;

import io.gauntlet.kernel.Causes;
import io.gauntlet.kernel.PinnedHost;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Posts messages to receivers: to an address that was resolved and checked for this very post, through no proxy, with limits on
 * the time of the whole and on the size of the answer. Redirects are not followed.
 */
final class Sender implements AutoCloseable {

    private static final int MAX_ANSWER = 4_096;
    private static final int MAX_EXCERPT = 200;

    private final ReceiverAddresses addresses;
    private final SSLContext tls;
    private final Duration timeout;
    private final Clock clock;
    /** Asked before any client is made: a client that is in use takes no other setting. */
    private final boolean hostHeader = PinnedHost.hostHeaderSettable();

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    Sender(ReceiverAddresses addresses, SSLContext tls, Duration timeout, Clock clock) {
        this.addresses = addresses;
        this.tls = tls;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** Why nothing would ever be sent to the target; empty when it may be reached, or when its name has no address now. */
    Optional<String> refusal(Target target) {
        try {
            return addresses.refusal(target, addresses.resolve(target));
        } catch (UnknownHostException notNow) {
            return Optional.empty();
        }
    }

    /** An answer of any status. */
    Answer post(Target target, Message message) throws NoAnswerException, InterruptedException {
        var began = System.nanoTime();
        final List<InetAddress> found;
        try {
            found = addresses.resolve(target);
        } catch (UnknownHostException unknown) {
            throw new NoAnswerException("The name " + target.host() + " has no address.", since(began));
        }
        var refusal = addresses.refusal(target, found);
        if (refusal.isPresent()) {
            throw new NoAnswerException(refusal.get(), since(began));
        }
        var client = client(target);
        try {
            for (var address : found) {
                var answer = post(client, target, address, message, began);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        } finally {
            client.shutdownNow();
        }
        throw new NoAnswerException("The receiver refuses the connection.", since(began));
    }

    private HttpClient client(Target target) {
        var builder = HttpClient.newBuilder()
                .executor(executor)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(timeout);
        if (!target.plain()) {
            builder.sslContext(PinnedHost.context(tls, target.host()))
                    .sslParameters(PinnedHost.parameters(target.host()));
        }
        return builder.build();
    }

    /** Empty when the connection did not come about: nothing was sent, so the next address of the name may be tried. */
    private Optional<Answer> post(HttpClient client, Target target, InetAddress address, Message message, long began)
            throws NoAnswerException, InterruptedException {
        var request = request(target, address, message);
        var pending = client.sendAsync(request, CappedText.of(MAX_ANSWER));
        try {
            var left = timeout.toNanos() - (System.nanoTime() - began);
            var response = pending.get(Math.max(0, left), TimeUnit.NANOSECONDS);
            return Optional.of(answer(response, target, since(began)));
        } catch (TimeoutException late) {
            pending.cancel(true);
            throw new NoAnswerException("There was no answer within " + timeout.toSeconds() + " s.", since(began));
        } catch (ExecutionException failed) {
            if (Causes.find(failed, ConnectException.class).isPresent()) {
                return Optional.empty();
            }
            throw new NoAnswerException(
                    Causes.find(failed, SSLException.class).isPresent()
                            ? "TLS fails: the certificate of the receiver is not trusted, not for this name, or it does not speak TLS."
                            : "The connection broke before the answer was complete.",
                    since(began));
        }
    }

    private HttpRequest request(Target target, InetAddress address, Message message) {
        var request = HttpRequest.newBuilder(target.at(address.getHostAddress()))
                .header("Content-Type", "application/json")
                .header("User-Agent", "gauntlet")
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.body()));
        if (hostHeader) {
            request.header("Host", target.authority());
        }
        message.headers().forEach(request::header);
        return request.build();
    }

    private Answer answer(HttpResponse<String> response, Target target, Duration took) {
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Retry-After").flatMap(text -> RetryAfter.parse(text, clock.instant())),
                excerpt(response.body(), target),
                took);
    }

    /** A receiver that repeats the address it was called by must not make it readable here. */
    private static String excerpt(String body, Target target) {
        var line = body.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ").strip();
        if (target.path().length() > 1) {
            line = line.replace(target.path(), "•••");
        }
        for (var part : target.path().split("[/?&=]", -1)) {
            line = part.length() < 6 ? line : line.replace(part, "•••");
        }
        return line.length() <= MAX_EXCERPT ? line : line.substring(0, MAX_EXCERPT - 1) + "…";
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** A body with the headers that belong to it. */
    record Message(byte[] body, Map<String, String> headers) {

        Message {
            headers = Map.copyOf(headers);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
