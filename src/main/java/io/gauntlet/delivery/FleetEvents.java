package io.gauntlet.delivery;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ResourceName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The events of all rollouts and of drift under one numbering. A reader that has seen a number gets no smaller one later, so the
 * last number is all that it has to remember.
 */
public interface FleetEvents {

    /** Most events of one batch. */
    int MAX = 500;

    /** Number of the last event; 0 when there was none. */
    long head();

    /** Events after a number that pass the filter, in their order. */
    Batch after(long number, Filter filter, int limit);

    /** Like {@link #after}, but waits for the first one until the time is over. */
    Batch await(long number, Filter filter, Duration limit) throws InterruptedException;

    /** Names of the clusters of a rollout. */
    Set<String> clusters(RolloutId rollout);

    /** Names of the clusters of a plan. */
    Set<String> clusters(PlanId plan);

    /**
     * A part of the log.
     *
     * @param upTo number up to which nothing else passes the filter; where to go on
     */
    record Batch(List<FleetEvent> events, long upTo) {

        public Batch {
            events = List.copyOf(events);
        }
    }

    /** Which events are asked for; what is empty does not restrict. */
    record Filter(Optional<RolloutId> rollout, Optional<ResourceName> cluster, Set<String> statuses) {

        /** All events. */
        public static final Filter NONE = new Filter(Optional.empty(), Optional.empty(), Set.of());

        public Filter {
            statuses = Set.copyOf(statuses);
            if (!FleetEvent.STATUSES.containsAll(statuses)) {
                throw DomainException.Invalid.of(
                        "status",
                        "A status is not known.",
                        "Ask for one or more of " + String.join(", ", new TreeSet<>(FleetEvent.STATUSES)) + ".");
            }
        }

        /** Events of these statuses. */
        public static Filter ofStatuses(Set<String> statuses) {
            return new Filter(Optional.empty(), Optional.empty(), statuses);
        }
    }
}
