package io.gauntlet.notification;

import io.gauntlet.delivery.FleetEvent;
import io.gauntlet.delivery.FleetEvent.Origin;
import io.gauntlet.delivery.FleetEvents;
import io.gauntlet.delivery.PlanId;
import io.gauntlet.delivery.Rollout;
import io.gauntlet.delivery.RolloutId;
import io.gauntlet.kernel.ResourceName;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A log that a test writes. */
final class MemoryLog implements FleetEvents {

    static final RolloutId ROLLOUT = new RolloutId(UUID.fromString("01a20d6d-5a00-71fc-b09d-0c64e9f18695"));

    private final List<FleetEvent> events = new ArrayList<>();
    private final Map<RolloutId, Set<String>> clusters = new HashMap<>();
    private final Map<PlanId, Set<String>> plans = new HashMap<>();
    private final Clock clock;

    MemoryLog(Clock clock) {
        this.clock = clock;
    }

    static Origin origin(Rollout.Kind kind) {
        return new Origin(ROLLOUT, kind, "disk alerts", "ann");
    }

    /** Something happened in a push as a whole. */
    FleetEvent rollout(String status, String message) {
        return add(Optional.of(origin(Rollout.Kind.PUSH)), Optional.empty(), status, message);
    }

    /** Something happened to a cluster in a push. */
    FleetEvent target(String cluster, String status, String message) {
        return add(Optional.of(origin(Rollout.Kind.PUSH)), Optional.of(new ResourceName(cluster)), status, message);
    }

    /** Something happened to a cluster outside of rollouts. */
    FleetEvent drift(String cluster, String status, String message) {
        return add(Optional.empty(), Optional.of(new ResourceName(cluster)), status, message);
    }

    synchronized FleetEvent add(
            Optional<Origin> rollout, Optional<ResourceName> cluster, String status, String message) {
        var event = new FleetEvent(
                events.size() + 1L, rollout, Optional.empty(), cluster, status, 3, 9, message, clock.instant());
        events.add(event);
        return event;
    }

    /** Something happened to the approvals of a plan for these clusters. */
    synchronized void plan(PlanId plan, Set<String> names, String status, String message) {
        plans.put(plan, names);
        events.add(new FleetEvent(
                events.size() + 1L,
                Optional.empty(),
                Optional.of(plan),
                Optional.empty(),
                status,
                1,
                2,
                message,
                clock.instant()));
    }

    @Override
    public synchronized Set<String> clusters(PlanId plan) {
        return plans.getOrDefault(plan, Set.of());
    }

    void clustersOfTheRollout(String... names) {
        clusters.put(ROLLOUT, Set.of(names));
    }

    @Override
    public synchronized long head() {
        return events.size();
    }

    @Override
    public synchronized Batch after(long number, Filter filter, int limit) {
        var found = events.stream()
                .filter(event -> event.number() > number)
                .filter(event ->
                        filter.statuses().isEmpty() || filter.statuses().contains(event.status()))
                .limit(limit)
                .toList();
        return new Batch(found, found.size() < limit ? head() : found.getLast().number());
    }

    @Override
    public Batch await(long number, Filter filter, Duration limit) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        while (after(number, filter, 1).events().isEmpty() && System.nanoTime() < end) {
            Thread.sleep(2);
        }
        return after(number, filter, MAX);
    }

    @Override
    public Set<String> clusters(RolloutId rollout) {
        return clusters.getOrDefault(rollout, Set.of());
    }
}
