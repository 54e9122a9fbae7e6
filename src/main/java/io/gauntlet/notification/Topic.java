package io.gauntlet.notification;

import io.gauntlet.delivery.FleetEvent;
import io.gauntlet.delivery.FleetEvent.Origin;
import io.gauntlet.delivery.Rollout;
import io.gauntlet.kernel.DomainException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a channel can be told about. Progress of single objects is no topic. */
public enum Topic {
    ROLLOUT_STARTED,
    /** A wave waits until somebody opens it. */
    APPROVAL_NEEDED,
    /** A rollout pauses, goes on, or is told to stop. */
    ROLLOUT_PAUSED,
    /** A cluster failed, or is held because it did not prove what it runs; in heals too. */
    CLUSTER_FAILED,
    ROLLOUT_ENDED,
    /** A cluster differs from what was applied, or no longer does. */
    DRIFT,
    /** Somebody changes an object back after every heal. */
    FIGHT,
    /** A push waits for its cluster, needs a person, or waits no longer. */
    PUSH_QUEUE,
    /** A plan needs approvals, gets one, or is refused for want of them. */
    PLAN_APPROVAL;

    /** Statuses that events of this topic have; others have them too. */
    Set<String> statuses() {
        return switch (this) {
            case ROLLOUT_STARTED -> Set.of(FleetEvent.STARTED);
            case APPROVAL_NEEDED -> Set.of(FleetEvent.WAITING);
            case ROLLOUT_PAUSED -> Set.of("paused", "resumed", "aborting");
            case CLUSTER_FAILED -> Set.of("failed", "held");
            case ROLLOUT_ENDED -> Set.of("succeeded", "failed", "aborted");
            case DRIFT -> Set.of(FleetEvent.DRIFTED, FleetEvent.IN_SYNC);
            case FIGHT -> Set.of(FleetEvent.FIGHT);
            case PUSH_QUEUE -> Set.of(FleetEvent.PUSH_QUEUED, FleetEvent.PUSH_STOPPED, FleetEvent.PUSH_UNQUEUED);
            case PLAN_APPROVAL ->
                Set.of(FleetEvent.APPROVAL_WANTED, FleetEvent.APPROVAL_GIVEN, FleetEvent.APPROVAL_MISSING);
        };
    }

    /** The topic of an event; empty for progress, and for heals that go well: the drift that they end is told. */
    static Optional<Topic> of(FleetEvent event) {
        var heal = event.rollout().map(Origin::kind).filter(Rollout.Kind.HEAL::equals);
        return Arrays.stream(values())
                .filter(topic -> topic.statuses().contains(event.status()))
                .filter(topic -> switch (topic) {
                    case ROLLOUT_STARTED, APPROVAL_NEEDED, ROLLOUT_PAUSED, ROLLOUT_ENDED ->
                        event.cluster().isEmpty() && heal.isEmpty();
                    case CLUSTER_FAILED -> event.cluster().isPresent();
                    case PLAN_APPROVAL -> event.plan().isPresent();
                    case DRIFT, FIGHT, PUSH_QUEUE -> event.rollout().isEmpty();
                })
                .findFirst();
    }

    /** The name in REST and message keys. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The topic with this {@link #text}. */
    public static Topic parse(String text) {
        return Arrays.stream(values())
                .filter(topic -> topic.text().equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> DomainException.Invalid.of(
                        "events",
                        "An event is not known.",
                        "Choose from "
                                + Arrays.stream(values()).map(Topic::text).collect(Collectors.joining(", ")) + "."));
    }
}
