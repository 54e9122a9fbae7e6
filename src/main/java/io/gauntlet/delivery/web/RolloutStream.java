package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Rollout;
import io.gauntlet.delivery.RolloutEvent;
import io.gauntlet.delivery.RolloutId;
import io.gauntlet.delivery.Rollouts;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ResourceName;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends the events of a rollout as they happen, each with its number, so that a reader that lost its connection asks for the
 * rest. A stream ends with its rollout, or after some minutes: the reader comes back and is checked again.
 */
@Component
class RolloutStream {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final Rollouts rollouts;

    RolloutStream(Rollouts rollouts) {
        this.rollouts = rollouts;
    }

    /** What is sent of an event. */
    record EventResource(@Nullable String cluster, String status, int done, int total, String message) {

        static EventResource of(RolloutEvent event) {
            return new EventResource(
                    event.cluster().map(ResourceName::value).orElse(null),
                    event.status(),
                    event.done(),
                    event.total(),
                    event.message());
        }
    }

    SseEmitter open(RolloutId id, @Nullable String last) {
        var after = number(last);
        rollouts.get(id);
        var emitter = new SseEmitter(LIFETIME.plus(HEARTBEAT).toMillis());
        var closed = new AtomicBoolean();
        emitter.onCompletion(() -> closed.set(true));
        emitter.onTimeout(() -> closed.set(true));
        emitter.onError(failure -> closed.set(true));
        Thread.ofVirtual().name("rollout-stream").start(() -> send(emitter, id, after, closed));
        return emitter;
    }

    private void send(SseEmitter emitter, RolloutId id, long after, AtomicBoolean closed) {
        var end = System.nanoTime() + LIFETIME.toNanos();
        var last = after;
        try {
            while (!closed.get() && System.nanoTime() - end < 0) {
                var events = rollouts.awaitEvents(id, last, HEARTBEAT);
                if (events.isEmpty()) {
                    if (rollouts.get(id).status() != Rollout.Status.RUNNING) {
                        emitter.complete();
                        return;
                    }
                    emitter.send(SseEmitter.event().comment("alive"));
                }
                for (var event : events) {
                    emitter.send(SseEmitter.event()
                            .id(Long.toString(event.id()))
                            .name(event.ended() ? "end" : event.cluster().isPresent() ? "target" : "rollout")
                            .data(EventResource.of(event), MediaType.APPLICATION_JSON));
                    last = event.id();
                    if (event.ended()) {
                        emitter.complete();
                        return;
                    }
                }
            }
            emitter.complete();
        } catch (IOException | IllegalStateException gone) {
            // The reader went away.
            closed.set(true);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            emitter.complete();
        } catch (RuntimeException failed) {
            emitter.completeWithError(failed);
        }
    }

    private static long number(@Nullable String last) {
        if (last == null || last.isBlank()) {
            return 0;
        }
        try {
            return Long.parseLong(last.strip());
        } catch (NumberFormatException notOurs) {
            throw DomainException.Invalid.of(
                    "Last-Event-ID", "The event id is not one of ours.", "Send the id of the last event unchanged.");
        }
    }
}
