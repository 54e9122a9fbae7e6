package io.gauntlet.proof;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stack showed before a change; null where it could not be asked, as before its first push.
 *
 * @param targets  scrape targets that were up, by job, over all Prometheus replicas
 * @param alerts   alerts that were firing in one Prometheus replica
 * @param stores   stores of elsewhere, such as other clusters, that the querier listed without an error
 * @param watchdog whether the alert that always fires had reached an Alertmanager
 */
public record Baseline(
        @Nullable Map<String, Integer> targets,
        @Nullable Integer alerts,
        @Nullable Integer stores,
        @Nullable Boolean watchdog) {

    public Baseline {
        targets = targets == null ? null : Map.copyOf(targets);
    }

    /** Nothing is known. */
    public static Baseline unknown() {
        return new Baseline(null, null, null, null);
    }
}
