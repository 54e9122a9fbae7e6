package io.gauntlet.delivery.web;

import io.gauntlet.delivery.FleetEvent;
import io.gauntlet.delivery.FleetEvents;
import io.gauntlet.delivery.FleetEvents.Filter;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Sends the events of the whole fleet as they happen, each with its number. It never ends, but stops after some minutes. */
@Component
class FleetStream {

    private final FleetEvents events;

    FleetStream(FleetEvents events) {
        this.events = events;
    }

    SseEmitter open(Filter filter, long after) {
        return EventStreams.open("fleet-stream", (emitter, reader) -> send(emitter, reader, filter, after));
    }

    private static String name(FleetEvent event) {
        if (event.rollout().isPresent()) {
            return event.cluster().isPresent() ? "target" : "rollout";
        }
        if (event.plan().isPresent()) {
            return "plan";
        }
        return event.status().startsWith("push_") ? "queue" : "drift";
    }

    private void send(SseEmitter emitter, EventStreams.Reader reader, Filter filter, long after)
            throws IOException, InterruptedException {
        var last = after;
        while (reader.stays()) {
            var batch = events.await(last, filter, EventStreams.HEARTBEAT);
            for (var event : batch.events()) {
                emitter.send(SseEmitter.event()
                        .id(Long.toString(event.number()))
                        .name(name(event))
                        .data(FleetEventResource.of(event), MediaType.APPLICATION_JSON));
            }
            if (batch.events().isEmpty()) {
                emitter.send(SseEmitter.event().comment("alive"));
            }
            last = batch.upTo();
        }
    }
}
