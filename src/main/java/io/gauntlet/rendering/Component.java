package io.gauntlet.rendering;

/** The parts of a stack: what a person calls each, and what its workload, service account and services are called. */
enum Component {
    /** What belongs to the stack as a whole. */
    STACK("stack", "gauntlet"),
    PROMETHEUS("prometheus", "prometheus"),
    QUERIER("querier", "thanos-query"),
    QUERY_FRONTEND("query-frontend", "thanos-query-frontend"),
    STORE_GATEWAY("store-gateway", "thanos-store"),
    COMPACTOR("compactor", "thanos-compact"),
    RULER("ruler", "thanos-rule"),
    ALERTMANAGER("alertmanager", "alertmanager"),
    KUBE_STATE_METRICS("kube-state-metrics", "kube-state-metrics"),
    NODE_EXPORTER("node-exporter", "node-exporter"),
    GRAFANA("grafana", "grafana");

    private final String label;
    private final String workload;

    Component(String label, String workload) {
        this.label = label;
        this.workload = workload;
    }

    /** Value of {@code app.kubernetes.io/component}. */
    String label() {
        return label;
    }

    /** Name of the workload, of its service account and of its main service. */
    String workload() {
        return workload;
    }
}
