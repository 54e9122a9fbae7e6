package io.gauntlet.rendering;

import io.gauntlet.rendering.Dashboard.Query;

/** The dashboards that every Grafana gets: is the monitoring itself well, and is the cluster well. */
final class Dashboards {

    /** Identifier of the provisioned data source. */
    static final String DATA_SOURCE = "thanos";

    static final EscapedText STACK = stack();
    static final EscapedText CLUSTER = cluster();

    private Dashboards() {}

    private static EscapedText stack() {
        var dashboard = new Dashboard("gauntlet-stack", "Monitoring stack");
        stackAtAGlance(dashboard);
        collectionAndAlerting(dashboard);
        objectStorage(dashboard);
        return dashboard.build("cluster");
    }

    private static void stackAtAGlance(Dashboard dashboard) {
        dashboard
                .number(
                        "Prometheus replicas down",
                        "short",
                        1,
                        "sum(1 - up{job=\"prometheus\",cluster=~\"$cluster\"}) or vector(0)")
                .number("Scrape targets down", "short", 1, "sum(up{cluster=~\"$cluster\"} == bool 0) or vector(0)")
                .number(
                        "Firing alerts",
                        "short",
                        2,
                        "count(ALERTS{alertstate=\"firing\",cluster=~\"$cluster\"}) or vector(0)")
                .number(
                        "Compactors halted",
                        "short",
                        1,
                        "sum(thanos_compact_halted{cluster=~\"$cluster\"}) or vector(0)")
                .number("Alertmanager peers", "short", -2, "min(alertmanager_cluster_members{cluster=~\"$cluster\"})")
                .number(
                        "Failed reloads",
                        "short",
                        1,
                        "sum(prometheus_config_last_reload_successful{cluster=~\"$cluster\"} == bool 0) or vector(0)");
    }

    private static void collectionAndAlerting(Dashboard dashboard) {
        dashboard
                .lines(
                        "Active series",
                        "short",
                        new Query(
                                "sum by (cluster, pod) (prometheus_tsdb_head_series{cluster=~\"$cluster\"})",
                                "{{cluster}} {{pod}}"))
                .lines(
                        "Samples taken in per second",
                        "short",
                        new Query(
                                "sum by (cluster, pod) (rate(prometheus_tsdb_head_samples_appended_total{cluster=~\"$cluster\"}[5m]))",
                                "{{cluster}} {{pod}}"))
                .lines(
                        "Rule evaluation failures per second",
                        "short",
                        new Query(
                                "sum by (cluster, pod) (rate(prometheus_rule_evaluation_failures_total{cluster=~\"$cluster\"}[5m]))",
                                "{{cluster}} {{pod}}"))
                .lines(
                        "Notifications that failed per second",
                        "short",
                        new Query(
                                "sum by (cluster, integration) (rate(alertmanager_notifications_failed_total{cluster=~\"$cluster\"}[5m]))",
                                "{{cluster}} {{integration}}"))
                .lines(
                        "Query time, 99th percentile",
                        "s",
                        new Query(
                                "histogram_quantile(0.99, sum by (cluster, le) (rate(http_request_duration_seconds_bucket{job=\"thanos-query\",cluster=~\"$cluster\"}[5m])))",
                                "{{cluster}}"));
    }

    private static void objectStorage(Dashboard dashboard) {
        dashboard
                .lines(
                        "Object storage operations that failed per second",
                        "short",
                        new Query(
                                "sum by (cluster, job, operation) (rate(thanos_objstore_bucket_operation_failures_total{cluster=~\"$cluster\"}[5m]))",
                                "{{cluster}} {{job}} {{operation}}"))
                .lines(
                        "Blocks in the bucket by state",
                        "short",
                        new Query(
                                "sum by (cluster, state) (thanos_blocks_meta_synced{job=\"thanos-compact\",cluster=~\"$cluster\"})",
                                "{{cluster}} {{state}}"))
                .lines(
                        "Compaction work waiting",
                        "short",
                        new Query(
                                "sum by (cluster) (thanos_compact_todo_compactions{cluster=~\"$cluster\"})",
                                "{{cluster}} compactions"),
                        new Query(
                                "sum by (cluster) (thanos_compact_todo_downsample_blocks{cluster=~\"$cluster\"})",
                                "{{cluster}} downsampling"));
    }

    private static EscapedText cluster() {
        var dashboard = new Dashboard("gauntlet-cluster", "Cluster");
        clusterAtAGlance(dashboard);
        nodes(dashboard);
        namespaces(dashboard);
        return dashboard.build("cluster", "namespace");
    }

    private static void clusterAtAGlance(Dashboard dashboard) {
        dashboard
                .number(
                        "Nodes not ready",
                        "short",
                        1,
                        "sum(kube_node_status_condition{condition=\"Ready\",status!=\"true\",cluster=~\"$cluster\"}) or vector(0)")
                .number("Nodes", "short", -1, "count(kube_node_info{cluster=~\"$cluster\"})")
                .number(
                        "Pods running",
                        "short",
                        -1,
                        "sum(kube_pod_status_phase{phase=\"Running\",cluster=~\"$cluster\"})")
                .number(
                        "Pods pending",
                        "short",
                        1,
                        "sum(kube_pod_status_phase{phase=\"Pending\",cluster=~\"$cluster\"}) or vector(0)")
                .number(
                        "Containers in crash loop",
                        "short",
                        1,
                        "sum(kube_pod_container_status_waiting_reason{reason=\"CrashLoopBackOff\",cluster=~\"$cluster\"}) or vector(0)")
                .number(
                        "Firing alerts",
                        "short",
                        2,
                        "count(ALERTS{alertstate=\"firing\",cluster=~\"$cluster\"}) or vector(0)");
    }

    private static void nodes(Dashboard dashboard) {
        dashboard
                .lines(
                        "CPU in use by node",
                        "percentunit",
                        new Query(
                                "1 - avg by (cluster, node) (rate(node_cpu_seconds_total{mode=\"idle\",cluster=~\"$cluster\"}[5m]))",
                                "{{cluster}} {{node}}"))
                .lines(
                        "Memory in use by node",
                        "percentunit",
                        new Query(
                                "1 - sum by (cluster, node) (node_memory_MemAvailable_bytes{cluster=~\"$cluster\"}) / sum by (cluster, node) (node_memory_MemTotal_bytes{cluster=~\"$cluster\"})",
                                "{{cluster}} {{node}}"))
                .lines(
                        "Fullest file system by node",
                        "percentunit",
                        new Query(
                                "max by (cluster, node) (1 - node_filesystem_avail_bytes{fstype!~\"tmpfs|overlay\",cluster=~\"$cluster\"} / node_filesystem_size_bytes{fstype!~\"tmpfs|overlay\",cluster=~\"$cluster\"})",
                                "{{cluster}} {{node}}"))
                .lines(
                        "Network traffic by node",
                        "Bps",
                        new Query(
                                "sum by (cluster, node) (rate(node_network_receive_bytes_total{device!=\"lo\",cluster=~\"$cluster\"}[5m]))",
                                "{{cluster}} {{node}} in"),
                        new Query(
                                "-sum by (cluster, node) (rate(node_network_transmit_bytes_total{device!=\"lo\",cluster=~\"$cluster\"}[5m]))",
                                "{{cluster}} {{node}} out"));
    }

    private static void namespaces(Dashboard dashboard) {
        dashboard
                .lines(
                        "CPU by namespace",
                        "short",
                        new Query(
                                "topk(15, sum by (cluster, namespace) (rate(container_cpu_usage_seconds_total{container!=\"\",cluster=~\"$cluster\",namespace=~\"$namespace\"}[5m])))",
                                "{{cluster}} {{namespace}}"))
                .lines(
                        "Memory by namespace",
                        "bytes",
                        new Query(
                                "topk(15, sum by (cluster, namespace) (container_memory_working_set_bytes{container!=\"\",cluster=~\"$cluster\",namespace=~\"$namespace\"}))",
                                "{{cluster}} {{namespace}}"))
                .lines(
                        "Container restarts in the last hour",
                        "short",
                        new Query(
                                "topk(15, sum by (cluster, namespace, pod) (increase(kube_pod_container_status_restarts_total{cluster=~\"$cluster\",namespace=~\"$namespace\"}[1h])) > 0)",
                                "{{cluster}} {{namespace}}/{{pod}}"))
                .lines(
                        "Replicas missing by deployment",
                        "short",
                        new Query(
                                "sum by (cluster, namespace, deployment) (kube_deployment_spec_replicas{cluster=~\"$cluster\",namespace=~\"$namespace\"} - kube_deployment_status_replicas_available{cluster=~\"$cluster\",namespace=~\"$namespace\"}) > 0",
                                "{{cluster}} {{namespace}}/{{deployment}}"));
    }
}
