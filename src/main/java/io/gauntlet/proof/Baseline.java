package io.gauntlet.proof;

import org.jspecify.annotations.Nullable;

/**
 * What a stack showed before a change; nothing where it could not be asked, as before its first push.
 *
 * @param targets  scrape targets that were up, over all Prometheus replicas
 * @param alerts   alerts that were firing
 * @param stores   stores that the querier listed without an error
 * @param watchdog whether the alert that always fires had reached an Alertmanager
 */
public record Baseline(
        @Nullable Integer targets,
        @Nullable Integer alerts,
        @Nullable Integer stores,
        @Nullable Boolean watchdog) {

    /** Nothing is known. */
    public static Baseline unknown() {
        return new Baseline(null, null, null, null);
    }
}
