package io.gauntlet.status.web;

import io.gauntlet.status.ClusterStatus;
import io.gauntlet.status.FleetStatus;
import io.gauntlet.status.Health;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One mark per cluster, in rows by region. All marks of a health are one path, which keeps a thousand of them below 20 kB.
 *
 * @param name   value of the region label; empty for clusters without one
 * @param counts by health, only those that occur
 * @param height of the drawing
 * @param paths  the drawing
 */
record RegionMap(String name, int total, Map<Health, Integer> counts, int height, List<Mark> paths) {

    private static final int PER_ROW = 44;
    private static final int CELL = 8;
    private static final int MOST_REGIONS = 16;

    /** The marks of one look: a class of the design system and path data. */
    record Mark(String type, String data) {}

    static List<RegionMap> of(FleetStatus fleet) {
        var regions = new TreeMap<String, List<ClusterStatus>>();
        for (var cluster : fleet.clusters()) {
            regions.computeIfAbsent(cluster.region(), name -> new ArrayList<>()).add(cluster);
        }
        return regions.entrySet().stream()
                .sorted((a, b) -> b.getValue().size() - a.getValue().size())
                .limit(MOST_REGIONS)
                .map(region -> draw(region.getKey(), region.getValue()))
                .toList();
    }

    static String label(String name, int total) {
        return name + " " + total;
    }

    private static RegionMap draw(String name, List<ClusterStatus> clusters) {
        var counts = new EnumMap<Health, Integer>(Health.class);
        var parts = new TreeMap<String, StringBuilder>();
        // By name, so that a mark stays where it is when its cluster gets better or worse.
        var ordered = clusters.stream()
                .sorted(java.util.Comparator.comparing(ClusterStatus::name))
                .toList();
        for (var i = 0; i < ordered.size(); i++) {
            var health = ordered.get(i).health();
            counts.merge(health, 1, Integer::sum);
            mark(parts, health, i % PER_ROW * CELL, i / PER_ROW * CELL);
        }
        var rows = (ordered.size() + PER_ROW - 1) / PER_ROW;
        var paths = parts.entrySet().stream()
                .map(part ->
                        new Mark(part.getKey().substring(1), part.getValue().toString()))
                .toList();
        return new RegionMap(name, ordered.size(), counts, rows * CELL, paths);
    }

    /** The digit in front of the class orders the layers: a cross lies above its square. */
    private static void mark(Map<String, StringBuilder> parts, Health health, int x, int y) {
        switch (health) {
            case HEALTHY -> part(parts, "1f-dim", x + 1, y + 1, "h5.6v5.6h-5.6z");
            case DEGRADED -> part(parts, "1f-warn", x + 4, y, "l3.6 6.8h-7.2z");
            case DOWN -> {
                part(parts, "1f-crit", x, y, "h7v7h-7z");
                part(parts, "2s-cut", x + 2, y + 2, "l3 3m0-3l-3 3");
            }
            case UNKNOWN -> part(parts, "1s-mute", x + 1, y + 4, "a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0");
            case ROLLING -> {
                part(parts, "1s-info", x + 1, y + 4, "a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0");
                part(parts, "2f-info", x + 4, y + 1, "a3 3 0 0 1 0 6z");
            }
            case IDLE -> part(parts, "1f-mute", x + 2, y + 3, "h4v2h-4z");
        }
    }

    private static void part(Map<String, StringBuilder> parts, String type, int x, int y, String shape) {
        parts.computeIfAbsent(type, key -> new StringBuilder())
                .append('M')
                .append(x)
                .append(' ')
                .append(y)
                .append(shape);
    }
}
