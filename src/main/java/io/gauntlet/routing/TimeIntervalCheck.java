package io.gauntlet.routing;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules of time intervals (Alertmanager timeinterval): no range crosses midnight or the end of a week. */
final class TimeIntervalCheck {

    private static final Set<String> KEYS = Set.of("times", "weekdays", "days_of_month", "months", "years", "location");
    private static final List<String> DAYS =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
    private static final Pattern TIME = Pattern.compile("((?:[01]\\d|2[0-3]):[0-5]\\d|24:00)");

    private TimeIntervalCheck() {}

    static void run(String path, List<?> items, Problems problems) {
        var index = 0;
        for (var item : items) {
            var at = path + ".time_intervals[" + index++ + "]";
            var interval = problems.map(at, item);
            problems.keys(at, interval, KEYS);
            for (var range : problems.list(at + ".times", interval.get("times"))) {
                times(at + ".times", problems.map(at + ".times", range), problems);
            }
            for (var days : problems.list(at + ".weekdays", interval.get("weekdays"))) {
                weekdays(at + ".weekdays", String.valueOf(days), problems);
            }
            if (interval.get("location") != null) {
                location(at + ".location", String.valueOf(interval.get("location")), problems);
            }
        }
    }

    private static void times(String path, java.util.Map<String, Object> range, Problems problems) {
        var start = String.valueOf(range.get("start_time"));
        var end = String.valueOf(range.get("end_time"));
        if (!TIME.matcher(start).matches() || !TIME.matcher(end).matches()) {
            problems.add(path, "start_time and end_time are not both HH:MM.", "Write '09:00' in quotes.");
        } else if (start.compareTo(end) >= 0) {
            problems.add(path, "The time range does not end after it starts.", "Split a range over midnight in two.");
        }
    }

    private static void weekdays(String path, String text, Problems problems) {
        var ends = text.split(":", -1);
        var first = DAYS.indexOf(ends[0].strip());
        var last = DAYS.indexOf(ends[ends.length - 1].strip());
        if (ends.length > 2 || first < 0 || last < 0) {
            problems.add(path, "'" + text + "' is not a weekday or a range of them.", "Write monday or monday:friday.");
        } else if (first > last) {
            problems.add(path, "The range '" + text + "' runs over the end of the week.", "A week starts on sunday: list the days.");
        }
    }

    private static void location(String path, String text, Problems problems) {
        try {
            ZoneId.of(text);
        } catch (DateTimeException unknown) {
            problems.add(path, "'" + text + "' is not a time zone.", "Write a name such as Europe/Berlin.");
        }
    }
}
