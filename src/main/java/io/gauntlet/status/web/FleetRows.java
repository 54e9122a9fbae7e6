package io.gauntlet.status.web;

import io.gauntlet.status.ClusterStatus;
import io.gauntlet.status.FleetStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The part of the fleet that a question asks for.
 *
 * @param matching number of clusters that match
 * @param page     at most {@link #PAGE} of them
 * @param next     the name after which the following page starts; null on the last one
 */
record FleetRows(
        int matching, List<ClusterStatus> page, @Nullable String next) {

    static final int PAGE = 50;

    static FleetRows of(FleetStatus fleet, FleetQuery query) {
        var words = query.words();
        var found = new ArrayList<ClusterStatus>();
        for (var cluster : fleet.clusters()) {
            if (query.health().map(health -> health == cluster.health()).orElse(true)
                    && (query.region() == null || query.region().equals(cluster.region()))
                    && query.finding().map(cluster::has).orElse(true)
                    && (words.isEmpty() || mentions(cluster, words))) {
                found.add(cluster);
            }
        }
        sort(found, query.sort());
        var start = start(found, query.after());
        var page = found.subList(start, Math.min(found.size(), start + PAGE));
        var next = start + PAGE < found.size() ? page.getLast().name() : null;
        return new FleetRows(found.size(), List.copyOf(page), next);
    }

    private static boolean mentions(ClusterStatus cluster, String words) {
        return cluster.name().contains(words)
                || cluster.cluster().displayName().toLowerCase(Locale.ROOT).contains(words)
                || cluster.cluster().labels().values().entrySet().stream()
                        .anyMatch(label -> (label.getKey() + "=" + label.getValue())
                                .toLowerCase(Locale.ROOT)
                                .contains(words));
    }

    private static void sort(List<ClusterStatus> clusters, FleetQuery.Sort sort) {
        var byName = Comparator.comparing(ClusterStatus::name);
        switch (sort) {
            case WORST -> {} // The fleet comes in this order.
            case NAME -> clusters.sort(byName);
            case NAME_DOWN -> clusters.sort(Collections.reverseOrder(byName));
            case VERSION ->
                clusters.sort(Comparator.comparing(ClusterStatus::version).thenComparing(byName));
            case VERSION_DOWN ->
                clusters.sort(Comparator.comparing(ClusterStatus::version, Comparator.reverseOrder())
                        .thenComparing(byName));
        }
    }

    private static int start(List<ClusterStatus> clusters, @Nullable String after) {
        if (after != null) {
            for (var i = 0; i < clusters.size(); i++) {
                if (clusters.get(i).name().equals(after)) {
                    return i + 1 < clusters.size() ? i + 1 : 0;
                }
            }
        }
        return 0;
    }
}
