package io.gauntlet.status;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All clusters at one moment.
 *
 * @param builtAt   the moment
 * @param sweptAt   when the last sweep over the clusters ended; empty before the first one
 * @param interval  time between two sweeps
 * @param clusters  worst first, then by name
 * @param findings  the most urgent first; many of a kind are folded into one
 * @param signature equal for two moments that a page shows alike
 */
public record FleetStatus(
        Instant builtAt,
        Optional<Instant> sweptAt,
        Duration interval,
        List<ClusterStatus> clusters,
        List<Finding> findings,
        String signature) {

    public FleetStatus {
        clusters = List.copyOf(clusters);
        findings = List.copyOf(findings);
    }

    /** Number of clusters of each health; every health has an entry. */
    public Map<Health, Integer> counts() {
        var counts = new EnumMap<Health, Integer>(Health.class);
        for (var health : Health.values()) {
            counts.put(health, 0);
        }
        clusters.forEach(cluster -> counts.merge(cluster.health(), 1, Integer::sum));
        return counts;
    }

    public int with(Finding.Code code) {
        return (int) clusters.stream().filter(cluster -> cluster.has(code)).count();
    }

    /** Ready and wanted replicas. */
    public record Tally(int ready, int desired) {}

    /** Replicas of one component over the fleet. Without a fresh answer a cluster's replicas count as not ready. */
    public Tally tally(String component) {
        var ready = 0;
        var desired = 0;
        for (var cluster : clusters) {
            var found = cluster.component(component);
            if (found.isPresent()) {
                desired += found.get().desired();
                ready += cluster.fresh()
                        ? Math.min(found.get().ready(), found.get().desired())
                        : 0;
            }
        }
        return new Tally(ready, desired);
    }

    /** What a query can reach: sidecars, store gateways and rulers. */
    public Tally storeEndpoints() {
        var sum = new Tally(0, 0);
        for (var component : Components.STORE_ENDPOINTS) {
            var part = tally(component);
            sum = new Tally(sum.ready + part.ready, sum.desired + part.desired);
        }
        return sum;
    }

    /** Components of clusters with a fresh answer that have this health. */
    public int components(Health health) {
        return (int) clusters.stream()
                .filter(ClusterStatus::fresh)
                .flatMap(cluster -> cluster.components().stream())
                .filter(component -> component.health() == health)
                .count();
    }
}
