package io.gauntlet.delivery.web;

import io.gauntlet.delivery.FleetEvent;
import io.gauntlet.delivery.FleetEvent.Origin;
import io.gauntlet.delivery.PlanId;
import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event of the fleet as REST shows it; a plan that needs approval, a queued push and drift have no rollout. */
record FleetEventResource(
        long number,
        Instant at,
        @Nullable UUID rollout,
        @Nullable String kind,
        @Nullable String reason,
        @Nullable UUID plan,
        @Nullable String cluster,
        String status,
        int done,
        int total,
        String message) {

    /**
     * A part of the log.
     *
     * @param next to send back as {@code after}; null where there is nothing more yet
     * @param upTo number up to which nothing else was asked for: {@code after} of a reader that comes back later
     */
    record EventPage(
            List<FleetEventResource> items, @Nullable String next, long upTo) {}

    static FleetEventResource of(FleetEvent event) {
        var rollout = event.rollout();
        return new FleetEventResource(
                event.number(),
                event.at(),
                rollout.map(origin -> origin.id().value()).orElse(null),
                rollout.map(origin -> Words.of(origin.kind())).orElse(null),
                rollout.map(Origin::reason).orElse(null),
                event.plan().map(PlanId::value).orElse(null),
                event.cluster().map(ResourceName::value).orElse(null),
                event.status(),
                event.done(),
                event.total(),
                event.message());
    }
}
