package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Rollout;
import io.gauntlet.delivery.RolloutEvent;
import io.gauntlet.delivery.RolloutId;
import io.gauntlet.delivery.Rollouts;
import io.gauntlet.kernel.ResourceName;
import java.io.IOException;
import java.util.Objects;
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
        var after = Objects.requireNonNullElse(EventStreams.number("Last-Event-ID", last), 0L);
        rollouts.get(id);
        return EventStreams.open("rollout-stream", (emitter, reader) -> send(emitter, reader, id, after));
    }

    private void send(SseEmitter emitter, EventStreams.Reader reader, RolloutId id, long after)
            throws IOException, InterruptedException {
        var last = after;
        while (reader.stays()) {
            var events = rollouts.awaitEvents(id, last, EventStreams.HEARTBEAT);
            if (events.isEmpty()) {
                if (rollouts.get(id).status() != Rollout.Status.RUNNING) {
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
                    return;
                }
            }
        }
    }
}
