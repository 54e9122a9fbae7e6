package io.gauntlet.delivery.web;

import io.gauntlet.delivery.FleetEvents;
import io.gauntlet.delivery.FleetEvents.Filter;
import io.gauntlet.delivery.RolloutId;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The numbered events of the whole fleet: as pages, and as a stream where that is asked for. */
@RestController
@RequestMapping("/api/v1/events")
class EventApiController {

    private static final String LAST = "Last-Event-ID";

    private final FleetEvents events;
    private final FleetStream stream;

    EventApiController(FleetEvents events, FleetStream stream) {
        this.events = events;
        this.stream = stream;
    }

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    FleetEventResource.EventPage page(
            @RequestParam @Nullable String after,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable UUID rollout,
            @RequestParam @Nullable String cluster,
            @RequestParam @Nullable List<String> status) {
        var from = known("after", Objects.requireNonNullElse(EventStreams.number("after", after), 0L));
        var batch = events.after(from, filter(rollout, cluster, status), Page.limit(limit));
        var full = batch.events().size() == Page.limit(limit);
        return new FleetEventResource.EventPage(
                batch.events().stream().map(FleetEventResource::of).toList(),
                full ? Long.toString(batch.upTo()) : null,
                batch.upTo());
    }

    /** From the event after the last one that was read; without one, from now on. */
    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @PreAuthorize("hasRole('VIEWER')")
    SseEmitter stream(
            @RequestHeader(name = LAST, required = false) @Nullable String last,
            @RequestParam @Nullable String after,
            @RequestParam @Nullable UUID rollout,
            @RequestParam @Nullable String cluster,
            @RequestParam @Nullable List<String> status) {
        var resumed = EventStreams.number(LAST, last);
        var asked = resumed != null ? resumed : EventStreams.number("after", after);
        var from = asked == null ? events.head() : known(resumed != null ? LAST : "after", asked);
        return stream.open(filter(rollout, cluster, status), from);
    }

    /** A number that was never given belongs to another installation, and its reader would wait for long. */
    private long known(String field, long number) {
        if (number > 0 && number > events.head()) {
            throw DomainException.Invalid.of(
                    field, "No event has this number yet.", "Send the number of the last event that was read.");
        }
        return number;
    }

    private static Filter filter(@Nullable UUID rollout, @Nullable String cluster, @Nullable List<String> status) {
        return new Filter(
                Optional.ofNullable(rollout).map(RolloutId::new),
                Optional.ofNullable(cluster).map(ResourceName::new),
                status == null ? Set.of() : Set.copyOf(status));
    }
}
