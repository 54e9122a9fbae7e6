package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.workload.Component.Kind;
import io.gauntlet.sandbox.workload.LiveCluster;
import io.gauntlet.sandbox.workload.Program;
import io.gauntlet.sandbox.workload.RunningPod;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The health metrics that each program has at {@code /metrics}. */
final class ProgramMetrics {

    private static final List<String> OPERATIONS =
            List.of("attributes", "delete", "exists", "get", "get_range", "iter", "upload");
    private static final List<String> BLOCK_STATES = List.of(
            "corrupted-meta-json",
            "duplicate",
            "failed",
            "label-excluded",
            "loaded",
            "marked-for-deletion",
            "marked-for-no-compact",
            "no-meta-json",
            "parquet-migrated",
            "time-excluded",
            "too-fresh");

    private final LiveCluster cluster;
    private final Blocks blocks;
    private final AlertmanagerPeers peers;
    private final ClusterMetrics kubernetes;

    ProgramMetrics(LiveCluster cluster, Blocks blocks, AlertmanagerPeers peers) {
        this.cluster = cluster;
        this.blocks = blocks;
        this.peers = peers;
        this.kubernetes = new ClusterMetrics(cluster.objects());
    }

    /** Everything that the program exports but what depends on rules or discovery. */
    Metrics of(RunningPod pod, RunningPod.Running running) {
        var program = running.program();
        var metrics = new Metrics();
        metrics.gauge("process_start_time_seconds", seconds(program.startedAt()));
        var kind = program.component().kind();
        if (kind.isThanos()) {
            thanos(program, running.ready(), metrics);
        }
        switch (kind) {
            case PROMETHEUS -> prometheus(program, metrics);
            case SIDECAR -> sidecar(pod, program, metrics);
            case STORE -> {
                blocksMetrics(pod, program, metrics);
                var loaded = blocks.of(pod.namespace()).size();
                metrics.gauge("thanos_bucket_store_blocks_loaded", loaded);
                metrics.gauge("thanos_bucket_store_blocks_last_loaded_timestamp_seconds", seconds(program.startedAt()));
                metrics.counter("thanos_bucket_store_block_loads_total", loaded);
                metrics.counter("thanos_bucket_store_block_load_failures_total", 0);
                metrics.counter("thanos_bucket_store_block_drops_total", 0);
            }
            case COMPACT -> {
                blocksMetrics(pod, program, metrics);
                compactor(program, metrics);
            }
            case RULE -> ruler(program, metrics);
            case ALERTMANAGER -> alertmanager(pod, program, metrics);
            case KUBE_STATE_METRICS -> kubernetes.state(metrics);
            case NODE_EXPORTER -> kubernetes.node(pod.node(), metrics);
            case GRAFANA -> metrics.gauge("grafana_build_info", version(program), 1);
            default -> {}
        }
        return metrics;
    }

    Metrics containers(String nodeAddress) {
        var metrics = new Metrics();
        kubernetes.containers(nodeAddress, metrics);
        return metrics;
    }

    private static Map<String, String> version(Program program) {
        return Map.of("version", program.component().version());
    }

    private static void thanos(Program program, boolean ready, Metrics metrics) {
        var component = program.component().kind().thanosName();
        metrics.gauge("thanos_build_info", version(program), 1);
        metrics.gauge("thanos_status", Map.of("check", "healthy", "component", component), 1);
        metrics.gauge("thanos_status", Map.of("check", "ready", "component", component), ready ? 1 : 0);
    }

    private void prometheus(Program program, Metrics metrics) {
        metrics.gauge("prometheus_build_info", version(program), 1);
        metrics.gauge("prometheus_ready", 1);
        metrics.gauge(
                "prometheus_config_last_reload_successful",
                program.reloadFailure().isEmpty() ? 1 : 0);
        metrics.gauge("prometheus_config_last_reload_success_timestamp_seconds", seconds(program.loadedAt()));
        metrics.counter("prometheus_notifications_errors_total", 0);
        metrics.counter("prometheus_notifications_dropped_total", 0);
        metrics.gauge("prometheus_tsdb_head_series", 4742);
        metrics.gauge("prometheus_tsdb_lowest_timestamp_seconds", seconds(program.startedAt()));
        metrics.gauge("prometheus_tsdb_data_replay_duration_seconds", 0.001);
        for (var counter : List.of(
                "prometheus_tsdb_compactions_failed_total",
                "prometheus_tsdb_reloads_failures_total",
                "prometheus_tsdb_wal_corruptions_total",
                "prometheus_target_sync_failed_total",
                "prometheus_target_scrapes_exceeded_sample_limit_total",
                "prometheus_target_scrapes_sample_duplicate_timestamp_total",
                "prometheus_sd_kubernetes_failures_total")) {
            metrics.counter(counter, 0);
        }
        groups(program, Map.of(), metrics);
    }

    private void groups(Program program, Map<String, String> labels, Metrics metrics) {
        for (var file : program.ruleFiles()) {
            for (var group : file.groups()) {
                var named = new java.util.TreeMap<>(labels);
                named.put("rule_group", file.path() + ";" + group.name());
                var interval = group.intervalSeconds() > 0 ? group.intervalSeconds() : 60;
                metrics.gauge("prometheus_rule_group_interval_seconds", named, interval);
                metrics.gauge(
                        "prometheus_rule_group_rules", named, group.rules().size());
                metrics.gauge("prometheus_rule_group_last_duration_seconds", named, 0.001);
                metrics.gauge(
                        "prometheus_rule_group_last_evaluation_timestamp_seconds",
                        named,
                        seconds(cluster.now()) - seconds(cluster.now()) % interval);
                metrics.counter("prometheus_rule_group_iterations_missed_total", named, 0);
                metrics.counter("prometheus_rule_evaluation_failures_total", named, 0);
                metrics.counter(
                        "prometheus_rule_evaluations_total",
                        named,
                        Math.floor((seconds(cluster.now()) - seconds(program.startedAt())) / interval)
                                * group.rules().size());
            }
        }
    }

    private void sidecar(RunningPod pod, Program program, Metrics metrics) {
        var prometheus = pod.running(Kind.PROMETHEUS);
        metrics.gauge("thanos_sidecar_prometheus_up", prometheus.isPresent() ? 1 : 0);
        var failed =
                prometheus.flatMap(running -> running.program().reloadFailure()).isPresent();
        metrics.gauge("thanos_sidecar_reloader_last_reload_successful", failed ? 0 : 1);
        prometheus.ifPresent(running -> metrics.gauge(
                "thanos_sidecar_reloader_last_reload_success_timestamp_seconds",
                seconds(running.program().loadedAt())));
        metrics.counter("thanos_sidecar_reloader_reloads_failed_total", failed ? 1 : 0);
        metrics.counter("thanos_sidecar_reloader_config_apply_operations_failed_total", 0);
        if (program.flags().last("objstore.config-file").isPresent()) {
            bucket(metrics, seconds(cluster.now()) - 1800);
            metrics.counter("thanos_shipper_uploads_total", 1);
            metrics.counter("thanos_shipper_upload_failures_total", 0);
            metrics.counter("thanos_shipper_dir_sync_failures_total", 0);
            metrics.counter("thanos_shipper_corrupted_blocks_total", 0);
        }
    }

    private static void bucket(Metrics metrics, double lastUpload) {
        metrics.gauge("thanos_objstore_bucket_last_successful_upload_time", Map.of("bucket", "thanos"), lastUpload);
        for (var operation : OPERATIONS) {
            var labels = Map.of("bucket", "thanos", "operation", operation);
            metrics.counter("thanos_objstore_bucket_operations_total", labels, 10);
            metrics.counter("thanos_objstore_bucket_operation_failures_total", labels, 0);
        }
    }

    private void blocksMetrics(RunningPod pod, Program program, Metrics metrics) {
        bucket(metrics, program.component().kind() == Kind.STORE ? 0 : seconds(cluster.now()) - 3600);
        var loaded = blocks.of(pod.namespace()).size();
        for (var state : BLOCK_STATES) {
            metrics.gauge("thanos_blocks_meta_synced", Map.of("state", state), state.equals("loaded") ? loaded : 0);
        }
        metrics.counter("thanos_blocks_meta_sync_failures_total", 0);
    }

    private void compactor(Program program, Metrics metrics) {
        metrics.gauge("thanos_compact_halted", 0);
        var rounds = Math.floor((seconds(cluster.now()) - seconds(program.startedAt())) / 300);
        metrics.counter("thanos_compact_iterations_total", rounds);
        metrics.counter("thanos_compact_retries_total", 0);
        metrics.counter("thanos_compact_group_compactions_total", Map.of("resolution", "0"), rounds);
        metrics.counter("thanos_compact_group_compactions_failures_total", Map.of("resolution", "0"), 0);
        for (var todo : List.of("compaction_blocks", "compactions", "deletion_blocks", "downsample_blocks")) {
            metrics.gauge("thanos_compact_todo_" + todo, 0);
        }
    }

    private void ruler(Program program, Metrics metrics) {
        metrics.gauge(
                "thanos_rule_config_last_reload_successful",
                program.reloadFailure().isEmpty() ? 1 : 0);
        metrics.gauge("thanos_rule_config_last_reload_success_timestamp_seconds", seconds(program.loadedAt()));
        for (var file : program.ruleFiles()) {
            for (var group : file.groups()) {
                metrics.gauge(
                        "thanos_rule_loaded_rules",
                        Map.of("file", file.path(), "group", group.name(), "strategy", group.partialResponse()),
                        group.rules().size());
            }
        }
        metrics.counter("thanos_alert_queue_alerts_dropped_total", 0);
        metrics.counter("thanos_alert_sender_alerts_dropped_total", 0);
        metrics.counter("thanos_rule_evaluation_with_warnings_total", Map.of("strategy", "warn"), 0);
        metrics.counter("thanos_rule_query_apis_dns_failures_total", 0);
        metrics.counter("thanos_rule_alertmanagers_dns_failures_total", 0);
        groups(program, Map.of("strategy", "abort"), metrics);
    }

    private void alertmanager(RunningPod pod, Program program, Metrics metrics) {
        metrics.gauge("alertmanager_build_info", version(program), 1);
        metrics.gauge(
                "alertmanager_config_hash",
                configHash(program.loadedConfigText().orElse("")));
        metrics.gauge(
                "alertmanager_config_last_reload_successful",
                program.reloadFailure().isEmpty() ? 1 : 0);
        metrics.gauge("alertmanager_config_last_reload_success_timestamp_seconds", seconds(program.loadedAt()));
        if (peers.isClustered(program)) {
            metrics.gauge("alertmanager_cluster_members", peers.of(pod).size());
            metrics.gauge("alertmanager_cluster_health_score", 0);
            metrics.gauge("alertmanager_cluster_failed_peers", 0);
        }
        for (var integration : List.of("email", "pagerduty", "slack", "victorops", "webhook")) {
            metrics.counter("alertmanager_notifications_total", Map.of("integration", integration), 0);
            metrics.counter(
                    "alertmanager_notifications_failed_total",
                    Map.of("integration", integration, "reason", "other"),
                    0);
        }
    }

    /** The first six bytes of the MD5 sum of the file, least first, as Alertmanager tells its configuration. */
    static double configHash(String text) {
        try {
            var sum = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            var number = 0L;
            for (var i = 5; i >= 0; i--) {
                number = number << 8 | (sum[i] & 0xff);
            }
            return number;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has MD5", impossible);
        }
    }

    static double seconds(Instant moment) {
        return moment.toEpochMilli() / 1000.0;
    }
}
