package io.gauntlet.delivery.web;

import io.gauntlet.delivery.RolloutEvent;
import io.gauntlet.kernel.ResourceName;
import java.util.List;
import java.util.Set;

/** One line of the timeline of a rollout. */
record TimelineRow(long id, String at, String cluster, String status, String glyph, String message) {

    private static final Set<String> GOOD = Set.of("succeeded", "resumed");
    private static final Set<String> BAD = Set.of("failed");
    private static final Set<String> PLAIN = Set.of("started", "wave", "skipped");

    static List<TimelineRow> of(List<RolloutEvent> events) {
        return events.stream().map(TimelineRow::of).toList();
    }

    private static TimelineRow of(RolloutEvent event) {
        return new TimelineRow(
                event.id(),
                Times.of(event.at()),
                event.cluster().map(ResourceName::value).orElse(""),
                event.status(),
                glyph(event.status()),
                event.message());
    }

    private static String glyph(String status) {
        if (GOOD.contains(status)) {
            return "ok";
        }
        if (BAD.contains(status)) {
            return "crit";
        }
        return PLAIN.contains(status) ? "info" : "warn";
    }
}
