package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Strategy;
import io.gauntlet.delivery.Strategy.OnFailure;
import io.gauntlet.delivery.Strategy.Size;
import io.gauntlet.delivery.Strategy.Wave;
import io.gauntlet.delivery.Strategy.Window;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.PromDuration;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a rollout goes through its clusters, as callers write it. What is left out is as without a strategy, except that a rollout
 * in waves pauses on a failure.
 *
 * @param onFailure {@code continue}, {@code pause}, {@code abort} or {@code roll-back}
 */
record StrategyRequest(
        @Nullable List<WaveRequest> waves,
        @Nullable Integer maxInFlight,
        @Nullable Integer maxFailures,
        @Nullable String onFailure,
        @Nullable Boolean verify,
        @Nullable String gateTimeout,
        @Nullable List<WindowRequest> windows) {

    private static final int MAX_WAVES = 50;
    private static final int MAX_NAME = 60;
    private static final Duration LONGEST_PAUSE = Duration.ofDays(14);
    private static final String FIELD = "strategy.";

    /** One of {@code clusters}, {@code percent} and {@code selector}; none of them means all that are left. */
    record WaveRequest(
            @Nullable String name,
            @Nullable Integer clusters,
            @Nullable Integer percent,
            @Nullable String selector,
            @Nullable Boolean manual,
            @Nullable String pause) {}

    /** Days in English, times as {@code 22:00}, zone as in {@code Europe/Berlin}. */
    record WindowRequest(
            @Nullable List<String> days,
            @Nullable String from,
            @Nullable String to,
            @Nullable String zone) {}

    static Strategy parse(@Nullable StrategyRequest request) {
        return request == null ? Strategy.allAtOnce() : request.parse();
    }

    private Strategy parse() {
        var parsed = parseWaves();
        return new Strategy(
                parsed,
                Optional.ofNullable(between("maxInFlight", maxInFlight, 1, 100_000)),
                Optional.ofNullable(between("maxFailures", maxFailures, 0, 100_000))
                        .orElse(0),
                policy(parsed.size() > 1),
                !Boolean.FALSE.equals(verify),
                duration("gateTimeout", gateTimeout, Strategy.GATE_TIMEOUT),
                parseWindows());
    }

    private List<Wave> parseWaves() {
        var given = waves == null ? List.<WaveRequest>of() : waves;
        if (given.size() > MAX_WAVES) {
            throw invalid("waves", "There are too many waves.", "Use at most " + MAX_WAVES + ".");
        }
        var result = new ArrayList<Wave>();
        for (var i = 0; i < given.size(); i++) {
            result.add(wave("waves[" + i + "]", i, given.get(i)));
        }
        return result;
    }

    private static Wave wave(String field, int number, WaveRequest wave) {
        var name = wave.name() == null || wave.name().isBlank()
                ? "wave " + (number + 1)
                : wave.name().strip();
        if (name.length() > MAX_NAME) {
            throw invalid(field + ".name", "The name is too long.", "Use at most " + MAX_NAME + " characters.");
        }
        return new Wave(
                name,
                size(field, wave),
                Boolean.TRUE.equals(wave.manual()),
                duration(field + ".pause", wave.pause(), Duration.ZERO));
    }

    private static Size size(String field, WaveRequest wave) {
        var sizes = new ArrayList<Size>();
        var count = between(field + ".clusters", wave.clusters(), 1, 100_000);
        if (count != null) {
            sizes.add(new Size.Count(count));
        }
        var percent = between(field + ".percent", wave.percent(), 1, 100);
        if (percent != null) {
            sizes.add(new Size.Percent(percent));
        }
        if (wave.selector() != null) {
            sizes.add(new Size.Matching(selector(field + ".selector", wave.selector())));
        }
        if (sizes.size() > 1) {
            throw invalid(field, "The wave has more than one size.", "Use one of clusters, percent and selector.");
        }
        return sizes.isEmpty() ? new Size.Rest() : sizes.getFirst();
    }

    private static LabelSelector selector(String field, String text) {
        try {
            return LabelSelector.parse(text);
        } catch (DomainException.Invalid unreadable) {
            throw new DomainException.Invalid(unreadable.problems().stream()
                    .map(problem -> new FieldProblem(FIELD + field, problem.reason(), problem.fix()))
                    .toList());
        }
    }

    private OnFailure policy(boolean severalWaves) {
        if (onFailure == null || onFailure.isBlank()) {
            return severalWaves ? OnFailure.PAUSE : OnFailure.CONTINUE;
        }
        return switch (onFailure) {
            case "continue" -> OnFailure.CONTINUE;
            case "pause" -> OnFailure.PAUSE;
            case "abort" -> OnFailure.ABORT;
            case "roll-back" -> OnFailure.ROLL_BACK;
            default ->
                throw invalid("onFailure", "There is no such policy.", "Use continue, pause, abort or roll-back.");
        };
    }

    private List<Window> parseWindows() {
        var given = windows == null ? List.<WindowRequest>of() : windows;
        if (given.size() > MAX_WAVES) {
            throw invalid("windows", "There are too many windows.", "Use at most " + MAX_WAVES + ".");
        }
        var result = new ArrayList<Window>();
        for (var i = 0; i < given.size(); i++) {
            result.add(window("windows[" + i + "]", given.get(i)));
        }
        return result;
    }

    private static Window window(String field, WindowRequest window) {
        try {
            return new Window(
                    days(field, window.days()),
                    LocalTime.parse(window.from() == null ? "00:00" : window.from()),
                    LocalTime.parse(window.to() == null ? "00:00" : window.to()),
                    ZoneId.of(window.zone() == null ? "UTC" : window.zone()));
        } catch (DateTimeException unreadable) {
            throw invalid(
                    field,
                    "The time or the zone cannot be read.",
                    "Write times like 22:00 and a zone like Europe/Berlin.");
        }
    }

    private static Set<DayOfWeek> days(String field, @Nullable List<String> names) {
        if (names == null || names.isEmpty()) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        try {
            var days = EnumSet.noneOf(DayOfWeek.class);
            names.forEach(name -> days.add(DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT))));
            return days;
        } catch (IllegalArgumentException unknown) {
            throw invalid(field + ".days", "There is no such day.", "Write days like monday.");
        }
    }

    private static Duration duration(String field, @Nullable String text, Duration otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        var duration = PromDuration.parse(FIELD + field, text.strip()).toDuration();
        if (duration.compareTo(LONGEST_PAUSE) > 0) {
            throw invalid(field, "The time is too long.", "Use at most 14d.");
        }
        return duration;
    }

    private static @Nullable Integer between(String field, @Nullable Integer number, int least, int most) {
        if (number != null && (number < least || number > most)) {
            throw invalid(field, "The number is out of range.", "Use a number from " + least + " to " + most + ".");
        }
        return number;
    }

    private static DomainException.Invalid invalid(String field, String reason, String fix) {
        return DomainException.Invalid.of(FIELD + field, reason, fix);
    }
}
