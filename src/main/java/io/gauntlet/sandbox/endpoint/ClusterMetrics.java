package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.workload.ClusterObjects;
import io.gauntlet.sandbox.workload.Tree;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The metrics about Kubernetes itself: of kube-state-metrics, of the node exporter and of the kubelet's containers. */
final class ClusterMetrics {

    private static final double GIGABYTE = 1024.0 * 1024 * 1024;

    private final ClusterObjects objects;

    ClusterMetrics(ClusterObjects objects) {
        this.objects = objects;
    }

    void state(Metrics metrics) {
        for (var deployment : objects.list("Deployment")) {
            var labels = named(deployment, "deployment");
            metrics.gauge("kube_deployment_spec_replicas", labels, Tree.number(deployment, 1, "spec", "replicas"));
            metrics.gauge("kube_deployment_status_replicas", labels, status(deployment, "replicas"));
            metrics.gauge("kube_deployment_status_replicas_available", labels, status(deployment, "availableReplicas"));
            metrics.gauge("kube_deployment_status_replicas_updated", labels, status(deployment, "updatedReplicas"));
        }
        for (var set : objects.list("StatefulSet")) {
            var labels = named(set, "statefulset");
            metrics.gauge("kube_statefulset_replicas", labels, Tree.number(set, 1, "spec", "replicas"));
            metrics.gauge("kube_statefulset_status_replicas", labels, status(set, "replicas"));
            metrics.gauge("kube_statefulset_status_replicas_ready", labels, status(set, "readyReplicas"));
            metrics.gauge("kube_statefulset_status_replicas_updated", labels, status(set, "updatedReplicas"));
        }
        for (var set : objects.list("DaemonSet")) {
            var labels = named(set, "daemonset");
            metrics.gauge(
                    "kube_daemonset_status_desired_number_scheduled", labels, status(set, "desiredNumberScheduled"));
            metrics.gauge("kube_daemonset_status_number_ready", labels, status(set, "numberReady"));
        }
        objects.list("Pod").forEach(pod -> pod(pod, metrics));
        for (var node : objects.list("Node")) {
            metrics.gauge("kube_node_info", Map.of("node", Tree.name(node)), 1);
            metrics.gauge(
                    "kube_node_status_condition",
                    Map.of("node", Tree.name(node), "condition", "Ready", "status", "true"),
                    1);
        }
        for (var namespace : objects.list("Namespace")) {
            metrics.gauge(
                    "kube_namespace_status_phase", Map.of("namespace", Tree.name(namespace), "phase", "Active"), 1);
        }
    }

    private static void pod(JsonNode pod, Metrics metrics) {
        var namespace = Tree.namespace(pod);
        var name = Tree.name(pod);
        metrics.gauge(
                "kube_pod_info",
                Map.of("namespace", namespace, "pod", name, "node", Tree.text(pod, "spec", "nodeName")),
                1);
        for (var phase : List.of("Pending", "Running", "Succeeded", "Failed", "Unknown")) {
            metrics.gauge(
                    "kube_pod_status_phase",
                    Map.of("namespace", namespace, "pod", name, "phase", phase),
                    Tree.text(pod, "status", "phase").equals(phase) ? 1 : 0);
        }
        for (var status : Tree.at(pod, "status", "containerStatuses")) {
            var labels = Map.of("namespace", namespace, "pod", name, "container", Tree.text(status, "name"));
            metrics.counter("kube_pod_container_status_restarts_total", labels, Tree.number(status, 0, "restartCount"));
            metrics.gauge(
                    "kube_pod_container_status_ready",
                    labels,
                    status.path("ready").asBoolean(false) ? 1 : 0);
            var reason = Tree.text(status, "state", "waiting", "reason");
            if (!reason.isEmpty()) {
                var waiting = new java.util.TreeMap<>(labels);
                waiting.put("reason", reason);
                metrics.gauge("kube_pod_container_status_waiting_reason", waiting, 1);
            }
        }
    }

    void node(String node, Metrics metrics) {
        metrics.gauge("node_uname_info", Map.of("nodename", node, "sysname", "Linux", "machine", "x86_64"), 1);
        metrics.gauge("node_memory_MemTotal_bytes", 64 * GIGABYTE);
        metrics.gauge("node_memory_MemAvailable_bytes", 41 * GIGABYTE);
        metrics.gauge("node_load1", 1.5);
        for (var mode : List.of("idle", "user", "system", "iowait")) {
            metrics.counter("node_cpu_seconds_total", Map.of("cpu", "0", "mode", mode), 1000);
        }
        var disk = Map.of("device", "/dev/vda1", "fstype", "ext4", "mountpoint", "/");
        metrics.gauge("node_filesystem_size_bytes", disk, 200 * GIGABYTE);
        metrics.gauge("node_filesystem_avail_bytes", disk, 120 * GIGABYTE);
        metrics.gauge("node_filesystem_readonly", disk, 0);
    }

    /** What the kubelet tells about the containers on its node. */
    void containers(String nodeAddress, Metrics metrics) {
        for (var pod : objects.list("Pod")) {
            if (!Tree.text(pod, "status", "hostIP").equals(nodeAddress)) {
                continue;
            }
            for (var container : Tree.at(pod, "spec", "containers")) {
                var labels = Map.of(
                        "namespace", Tree.namespace(pod),
                        "pod", Tree.name(pod),
                        "container", Tree.text(container, "name"),
                        "image", Tree.text(container, "image"));
                metrics.gauge("container_memory_working_set_bytes", labels, 0.1 * GIGABYTE);
                metrics.counter("container_cpu_usage_seconds_total", labels, 100);
            }
        }
    }

    private static Map<String, String> named(JsonNode object, String kind) {
        return Map.of("namespace", Tree.namespace(object), kind, Tree.name(object));
    }

    private static int status(JsonNode object, String field) {
        return Tree.number(object, 0, "status", field);
    }
}
