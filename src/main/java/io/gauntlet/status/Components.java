package io.gauntlet.status;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The names of the components: their order on pages, and which ones a stack cannot do without. */
final class Components {

    static final String QUERIER = "querier";
    static final String ALERTMANAGER = "alertmanager";
    static final String RULER = "ruler";
    static final String STORE = "store-gateway";

    /** What every stack has; one that is not there at all is a fault. */
    static final List<String> ALWAYS = List.of(WorkloadReader.PROMETHEUS, QUERIER, ALERTMANAGER);

    /** What answers the Store API: a query reaches nothing else. */
    static final Set<String> STORE_ENDPOINTS = Set.of(WorkloadReader.SIDECAR, STORE, RULER);

    private static final List<String> NAMES = List.of(
            WorkloadReader.PROMETHEUS,
            WorkloadReader.SIDECAR,
            QUERIER,
            "query-frontend",
            STORE,
            "compactor",
            RULER,
            ALERTMANAGER,
            "kube-state-metrics",
            "node-exporter",
            "grafana");

    private static final Set<String> ESSENTIAL =
            Set.of(WorkloadReader.PROMETHEUS, WorkloadReader.SIDECAR, QUERIER, STORE, ALERTMANAGER);

    static final Comparator<ComponentStatus> ORDER = Comparator.comparingInt(
                    (ComponentStatus component) -> rank(component.name()))
            .thenComparing(ComponentStatus::name);

    private Components() {}

    /** Without it samples, queries or notifications are lost; without the others something is merely missing. */
    static boolean essential(String name) {
        return ESSENTIAL.contains(name);
    }

    /** Whether pages have a text for it. */
    static boolean known(String name) {
        return NAMES.contains(name);
    }

    private static int rank(String name) {
        var index = NAMES.indexOf(name);
        return index < 0 ? NAMES.size() : index;
    }
}
