package io.gauntlet.delivery.web;

import io.gauntlet.kernel.DomainException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What all event streams share: a thread per reader, a limited life, and an end without noise when the reader goes away. */
final class EventStreams {

    static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private EventStreams() {}

    /** Sends events until it returns, or until nobody is there any more. */
    interface Sending {
        void send(SseEmitter emitter, Reader reader) throws IOException, InterruptedException;
    }

    /** The other end of a stream. */
    static final class Reader {

        private final AtomicBoolean gone = new AtomicBoolean();
        private final long end = System.nanoTime() + LIFETIME.toNanos();

        /** False after some minutes too: the reader comes back and is checked again. */
        boolean stays() {
            return !gone.get() && System.nanoTime() - end < 0;
        }
    }

    static SseEmitter open(String name, Sending sending) {
        var emitter = new SseEmitter(LIFETIME.plus(HEARTBEAT).toMillis());
        var reader = new Reader();
        emitter.onCompletion(() -> reader.gone.set(true));
        emitter.onTimeout(() -> reader.gone.set(true));
        emitter.onError(failure -> reader.gone.set(true));
        Thread.ofVirtual().name(name).start(() -> run(emitter, reader, sending));
        return emitter;
    }

    private static void run(SseEmitter emitter, Reader reader, Sending sending) {
        try {
            sending.send(emitter, reader);
            emitter.complete();
        } catch (IOException | IllegalStateException gone) {
            // The reader went away.
            reader.gone.set(true);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            emitter.complete();
        } catch (RuntimeException failed) {
            emitter.completeWithError(failed);
        }
    }

    /** The number after which a reader goes on, from a header or parameter of this name; null where it has none. */
    static @Nullable Long number(String field, @Nullable String last) {
        if (last == null || last.isBlank()) {
            return null;
        }
        if (last.strip().matches("\\d{1,18}")) {
            return Long.parseLong(last.strip());
        }
        throw DomainException.Invalid.of(
                field, "The event id is not one of ours.", "Send the id of the last event unchanged.");
    }
}
