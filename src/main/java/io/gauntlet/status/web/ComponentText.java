package io.gauntlet.status.web;

import java.util.Set;

/** Message keys of component names; a name that this program did not give is shown as it is. */
final class ComponentText {

    private static final Set<String> KNOWN = Set.of(
            "prometheus",
            "sidecar",
            "querier",
            "query-frontend",
            "store-gateway",
            "compactor",
            "ruler",
            "alertmanager",
            "kube-state-metrics",
            "node-exporter",
            "grafana");

    private ComponentText() {}

    static String key(String component) {
        return KNOWN.contains(component) ? "status.component." + component : "status.component.other";
    }
}
