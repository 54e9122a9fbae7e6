package io.gauntlet.routing;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for named time intervals. */
final class IntervalCheck {

    private static final Pattern CLOCK = Pattern.compile("(?:[01]\\d|2[0-3]):[0-5]\\d|24:00");
    private static final List<String> DAYS =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
    private static final List<String> MONTHS = List.of(
            "",
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");

    private final Findings findings;
    private final Set<String> names = new HashSet<>();

    IntervalCheck(Findings findings) {
        this.findings = findings;
    }

    /** Checks both lists, which share one space of names; answers the names. */
    Set<String> check(Map<String, ?> config) {
        for (var key : List.of("time_intervals", "mute_time_intervals")) {
            if (config.get(key) instanceof List<?> list) {
                for (var i = 0; i < list.size(); i++) {
                    if (list.get(i) instanceof Map<?, ?> interval) {
                        named(key + "[" + i + "]", interval);
                    }
                }
            }
        }
        return names;
    }

    private void named(String path, Map<?, ?> interval) {
        if (!(interval.get("name") instanceof String name) || name.isEmpty()) {
            findings.problem(path + ".name", "The time interval has no name.", "Name it.");
        } else if (!names.add(name)) {
            findings.problem(
                    path + ".name", "The name '" + name + "' is there twice.", "Give every interval its own name.");
        }
        if (interval.get("time_intervals") instanceof List<?> ranges) {
            for (var i = 0; i < ranges.size(); i++) {
                if (ranges.get(i) instanceof Map<?, ?> range) {
                    range(path + ".time_intervals[" + i + "]", range);
                }
            }
        }
    }

    private void range(String path, Map<?, ?> range) {
        if (range.get("times") instanceof List<?> times) {
            for (var i = 0; i < times.size(); i++) {
                if (times.get(i) instanceof Map<?, ?> clock) {
                    clock(path + ".times[" + i + "]", clock);
                }
            }
        }
        spans(path + ".weekdays", range.get("weekdays"), text -> DAYS.indexOf(text));
        spans(path + ".months", range.get("months"), IntervalCheck::month);
        spans(path + ".years", range.get("years"), text -> text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1);
        daysOfMonth(path + ".days_of_month", range.get("days_of_month"));
        if (range.get("location") instanceof String zone && !zone.isEmpty() && !zone.equals("Local")) {
            try {
                ZoneId.of(zone);
            } catch (DateTimeException unknown) {
                findings.problem(
                        path + ".location", "The time zone is not known.", "Use an IANA name such as Europe/Berlin.");
            }
        }
    }

    private void clock(String path, Map<?, ?> clock) {
        var start = String.valueOf(clock.get("start_time"));
        var end = String.valueOf(clock.get("end_time"));
        if (!CLOCK.matcher(start).matches() || !CLOCK.matcher(end).matches()) {
            findings.problem(
                    path, "The times are not HH:MM from 00:00 to 24:00.", "Write such as start_time: '08:00'.");
        } else if (start.compareTo(end) >= 0) {
            findings.problem(path, "The start is not before the end.", "Split a range over midnight into two.");
        }
    }

    /** A value or a range {@code first:last}, each read to a number; -1 is not readable. */
    private void spans(String path, @Nullable Object value, ToIntFunction<String> read) {
        if (!(value instanceof List<?> items)) {
            return;
        }
        for (var i = 0; i < items.size(); i++) {
            var parts = String.valueOf(items.get(i)).toLowerCase(Locale.ROOT).split(":", -1);
            var first = read.applyAsInt(parts[0].strip());
            var last = read.applyAsInt(parts[parts.length - 1].strip());
            if (parts.length > 2 || first < 0 || last < 0) {
                findings.problem(path + "[" + i + "]", "It cannot be read.", "Write a name or number, or first:last.");
            } else if (first > last) {
                findings.problem(
                        path + "[" + i + "]",
                        "The range ends before it starts; a week starts on Sunday.",
                        "Split it into two.");
            }
        }
    }

    private static int month(String text) {
        return text.matches("\\d{1,2}") ? Integer.parseInt(text) : MONTHS.indexOf(text);
    }

    private void daysOfMonth(String path, @Nullable Object value) {
        if (!(value instanceof List<?> items)) {
            return;
        }
        for (var i = 0; i < items.size(); i++) {
            var parts = String.valueOf(items.get(i)).split(":", -1);
            var first = day(parts[0].strip());
            var last = day(parts[parts.length - 1].strip());
            // As upstream: a negative day counts from the end, judged on the shortest month.
            var broken = parts.length > 2
                    || first == 0
                    || last == 0
                    || (first < 0 && last > 0)
                    || fromStart(first) > fromStart(last);
            if (broken) {
                findings.problem(
                        path + "[" + i + "]",
                        "It is not a range of days.",
                        "Write 1 to 31 or -31 to -1, or first:last.");
            }
        }
    }

    private static int day(String text) {
        var day = text.matches("-?\\d{1,2}") ? Integer.parseInt(text) : 0;
        return Math.abs(day) <= 31 ? day : 0;
    }

    private static int fromStart(int day) {
        return day < 0 ? 28 + day + 1 : day;
    }
}
