package io.gauntlet.status.web;

import io.gauntlet.status.FleetStatus;
import io.gauntlet.status.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The bar over the fleet's health: proportional, but nothing that occurs is thinner than a person can see. */
final class HealthBar {

    private static final int WIDTH = 1000;
    private static final int GAP = 3;
    private static final int LEAST = 14;

    /** Best first, as people read it. */
    static final List<Health> ORDER =
            List.of(Health.HEALTHY, Health.DEGRADED, Health.DOWN, Health.UNKNOWN, Health.ROLLING, Health.IDLE);

    private HealthBar() {}

    /** One part of the bar, in a drawing that is 1,000 wide. */
    record Segment(Health health, int x, int width) {}

    static List<Segment> of(FleetStatus fleet) {
        var counts = fleet.counts();
        var present = ORDER.stream().filter(health -> count(counts, health) > 0).toList();
        var total = present.stream().mapToInt(health -> count(counts, health)).sum();
        if (total == 0) {
            return List.of();
        }
        var room = WIDTH - GAP * (present.size() - 1);
        var widths = present.stream()
                .mapToInt(health -> Math.max(LEAST, room * count(counts, health) / total))
                .toArray();
        var largest = 0;
        var used = 0;
        for (var i = 0; i < widths.length; i++) {
            largest = widths[i] > widths[largest] ? i : largest;
            used += widths[i];
        }
        widths[largest] += room - used;
        var segments = new ArrayList<Segment>();
        var x = 0;
        for (var i = 0; i < widths.length; i++) {
            segments.add(new Segment(present.get(i), x, widths[i]));
            x += widths[i] + GAP;
        }
        return segments;
    }

    static int count(Map<Health, Integer> counts, Health health) {
        return counts.getOrDefault(health, 0);
    }
}
