package io.gauntlet.sandbox;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong between a client and the API server.
 *
 * @param methods   HTTP methods that it hits; empty for all
 * @param resources plural names that it hits; empty for all
 * @param times     how many requests it hits; 0 for all until it is taken away
 */
public record Fault(Effect effect, Set<String> methods, Set<String> resources, int times) {

    public Fault {
        methods = Set.copyOf(methods);
        resources = Set.copyOf(resources);
    }

    /** What happens to a request. */
    public sealed interface Effect {

        /** It is answered, but late. */
        record Latency(Duration delay) implements Effect {}

        /** It is refused with a status, before anything is done. */
        record Refusal(int status, @Nullable Duration retryAfter) implements Effect {}

        /** It is refused, and the answer repeats what was sent and the token, as real servers do in errors about types. */
        record Echo(int status) implements Effect {}

        /** The connection is reset; the write may have happened or not. */
        record Reset(boolean afterTheWork) implements Effect {}

        /** The work is done, but the answer ends after some bytes of its body. */
        record Cut(int bytes) implements Effect {}

        /** Nothing ever comes back. */
        record BlackHole() implements Effect {}
    }

    private static Fault of(Effect effect) {
        return new Fault(effect, Set.of(), Set.of(), 0);
    }

    public static Fault latency(Duration delay) {
        return of(new Effect.Latency(delay));
    }

    /** 429 with a Retry-After header of whole seconds. */
    public static Fault tooManyRequests(Duration retryAfter) {
        return of(new Effect.Refusal(429, retryAfter));
    }

    /** Any refusal, such as 409, 500 or 503. */
    public static Fault status(int status) {
        return of(new Effect.Refusal(status, null));
    }

    /** 401, as for a token that has expired. */
    public static Fault expiredToken() {
        return status(401);
    }

    /** A refusal that repeats the request: nothing of it may be shown to anybody. */
    public static Fault echo(int status) {
        return of(new Effect.Echo(status));
    }

    /** The connection breaks before the request is worked on. */
    public static Fault reset() {
        return of(new Effect.Reset(false));
    }

    /** The connection breaks after the write, before the answer. */
    public static Fault resetAfterTheWork() {
        return of(new Effect.Reset(true));
    }

    public static Fault cutAfter(int bytes) {
        return of(new Effect.Cut(bytes));
    }

    public static Fault blackHole() {
        return of(new Effect.BlackHole());
    }

    public Fault onMethods(String... only) {
        return new Fault(effect, Set.of(only), resources, times);
    }

    public Fault onResources(String... only) {
        return new Fault(effect, methods, Set.of(only), times);
    }

    public Fault times(int limit) {
        return new Fault(effect, methods, resources, limit);
    }

    boolean hits(String method, String path) {
        if (!methods.isEmpty() && !methods.contains(method)) {
            return false;
        }
        if (resources.isEmpty()) {
            return true;
        }
        for (var part : path.split("/", -1)) {
            if (resources.contains(part)) {
                return true;
            }
        }
        return false;
    }
}
