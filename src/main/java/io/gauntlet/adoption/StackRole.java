package io.gauntlet.adoption;

/** What a running container does in a monitoring stack. */
public enum StackRole {
    PROMETHEUS("prometheus"),
    SIDECAR(""),
    QUERIER("querier"),
    QUERY_FRONTEND("query-frontend"),
    STORE_GATEWAY("store-gateway"),
    COMPACTOR("compactor"),
    RULER("ruler"),
    RECEIVER(""),
    ALERTMANAGER("alertmanager"),
    KUBE_STATE_METRICS("kube-state-metrics"),
    NODE_EXPORTER("node-exporter"),
    GRAFANA("grafana"),
    OPERATOR("");

    private final String component;

    StackRole(String component) {
        this.component = component;
    }

    /** The component of a rendered stack with the same task; empty where a stack has none of its own. */
    public String component() {
        return component;
    }
}
