package io.gauntlet.delivery;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.gauntlet.kernel.LabelSelector;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a rollout goes through its clusters.
 *
 * @param waves       in order; clusters that no wave takes come last, in a wave of their own
 * @param maxInFlight clusters that are worked on at the same time; empty for no limit but that of the workers
 * @param maxFailures clusters that may fail before {@code onFailure} holds
 * @param verify      whether a cluster is done only when every replica has loaded the revision and every gate is open
 * @param gateTimeout how long a gate may stay closed
 * @param windows     when targets may be started; empty for always
 */
public record Strategy(
        List<Wave> waves,
        Optional<Integer> maxInFlight,
        int maxFailures,
        OnFailure onFailure,
        boolean verify,
        Duration gateTimeout,
        List<Window> windows) {

    /** How long a gate may stay closed when nobody says. */
    public static final Duration GATE_TIMEOUT = Duration.ofMinutes(10);

    public Strategy {
        waves = List.copyOf(waves);
        windows = List.copyOf(windows);
    }

    /** All clusters at once; one that fails holds up no other. */
    public static Strategy allAtOnce() {
        return new Strategy(List.of(), Optional.empty(), 0, OnFailure.CONTINUE, true, GATE_TIMEOUT, List.of());
    }

    /** What more failures than {@code maxFailures} lead to. */
    public enum OnFailure {
        /** The rest goes on. */
        CONTINUE,
        /** Nothing more is started until a person resumes. */
        PAUSE,
        /** Nothing more is started. */
        ABORT,
        /** Aborted, and what was changed goes back to the revision before. */
        ROLL_BACK
    }

    /**
     * A group of clusters.
     *
     * @param manual whether a person has to open it
     * @param pause  time between the end of the wave before and the start of this one
     */
    public record Wave(String name, Size size, boolean manual, Duration pause) {}

    /** Which of the clusters that are left belong to a wave. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
    public sealed interface Size {

        /** So many, in the order of names. */
        record Count(int clusters) implements Size {}

        /** This share of all clusters of the rollout, rounded up. */
        record Percent(int percent) implements Size {}

        /** Those with these labels. */
        record Matching(LabelSelector selector) implements Size {}

        /** All that are left. */
        record Rest() implements Size {}
    }

    /** A time of the week; one that ends before it begins lasts over midnight. */
    public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

        public Window {
            days = Set.copyOf(days);
        }
    }
}
