package io.gauntlet.rendering;

import java.util.ArrayList;
import java.util.List;

/** What Prometheus scrapes: the stack itself, the nodes, the API server, and what asks for it by annotation. */
final class ScrapeJobs {

    private static final String META = "__meta_kubernetes_";
    private static final String SERVICE = META + "service_name";
    private static final String PORT = META + "endpointslice_port_name";
    private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
    /** Host (also an IPv6 address in brackets), an optional port, and the port of the annotation. */
    private static final String ADDRESS_AND_PORT = "(\\[.+\\]|[^:]+)(?::\\d+)?;(\\d+)";

    private final RenderScope scope;
    private final List<Doc> jobs = new ArrayList<>();

    private ScrapeJobs(RenderScope scope) {
        this.scope = scope;
    }

    static List<Doc> of(RenderScope scope) {
        var jobs = new ScrapeJobs(scope);
        jobs.stack();
        jobs.nodes();
        jobs.apiServer();
        jobs.annotated();
        return jobs.jobs;
    }

    private void stack() {
        own("prometheus", Component.PROMETHEUS, "http");
        own("thanos-sidecar", Component.PROMETHEUS, "http-sidecar");
        for (var component : List.of(
                Component.QUERIER,
                Component.QUERY_FRONTEND,
                Component.STORE_GATEWAY,
                Component.COMPACTOR,
                Component.RULER,
                Component.ALERTMANAGER,
                Component.GRAFANA,
                Component.NODE_EXPORTER)) {
            if (scope.runs(component)) {
                own(component.workload(), component, "http");
            }
        }
        if (scope.runs(Component.KUBE_STATE_METRICS)) {
            // Its series carry the namespace and pod that they are about, which must win over those of the target.
            own(Component.KUBE_STATE_METRICS.workload(), Component.KUBE_STATE_METRICS, "http")
                    .put("honor_labels", true);
        }
    }

    /** Each pod behind one port of one of the stack's own services, exactly once. */
    private Doc own(String job, Component component, String port) {
        return job(job).put("kubernetes_sd_configs", List.of(discovery("endpointslice", scope.namespace())))
                .put(
                        "relabel_configs",
                        List.of(
                                Relabel.keep(List.of(SERVICE, PORT), component.workload() + ";" + port),
                                Relabel.copy(META + "namespace", "namespace"),
                                Relabel.copy(META + "pod_name", "pod"),
                                Relabel.copy(META + "pod_node_name", "node")));
    }

    private void nodes() {
        node("kubelet", "/metrics");
        node("kubelet-probes", "/metrics/probes");
        // Container timestamps of the kubelet lag behind and make series flap; ours do not.
        node("cadvisor", "/metrics/cadvisor")
                .put("honor_timestamps", false)
                .put(
                        "metric_relabel_configs",
                        List.of(
                                Relabel.drop(
                                        "__name__",
                                        "container_(network_tcp_usage_total|network_tcp6_usage_total|network_udp_usage_total"
                                                + "|network_udp6_usage_total|tasks_state|cpu_load_average_10s|memory_failures_total)")));
    }

    /** Straight to the kubelet: through the API server's proxy it would need the right to reach every kubelet endpoint. */
    private Doc node(String job, String path) {
        return secured(job(job).put("metrics_path", path).put("honor_labels", true), true)
                .put("kubernetes_sd_configs", List.of(Doc.map("role", "node")))
                .put(
                        "relabel_configs",
                        List.of(
                                Relabel.copy(META + "node_name", "node"),
                                Doc.map("source_labels", List.of("__metrics_path__"), "target_label", "metrics_path")));
    }

    private void apiServer() {
        secured(job("apiserver"), false)
                .put("kubernetes_sd_configs", List.of(discovery("endpointslice", "default")))
                .put(
                        "relabel_configs",
                        List.of(
                                Relabel.keep(List.of(SERVICE, PORT), "kubernetes;https"),
                                Relabel.copy(META + "namespace", "namespace")))
                .put(
                        "metric_relabel_configs",
                        List.of(Relabel.drop(
                                "__name__",
                                "apiserver_request_body_size_bytes_bucket|etcd_request_duration_seconds_bucket")));
    }

    private void annotated() {
        annotatedJob(
                "kubernetes-pods",
                "pod",
                META + "pod_annotation_prometheus_io_",
                List.of(
                        Relabel.drop(META + "pod_phase", "Pending|Succeeded|Failed"),
                        Relabel.copy(META + "pod_container_name", "container")));
        annotatedJob(
                "kubernetes-service-endpoints",
                "endpointslice",
                META + "service_annotation_prometheus_io_",
                List.of(Relabel.copy(SERVICE, "service")));
    }

    private void annotatedJob(String name, String role, String annotation, List<Doc> more) {
        var steps = new ArrayList<Doc>();
        steps.add(Relabel.keep(annotation + "scrape", "true"));
        steps.add(Relabel.rewrite(List.of(annotation + "scheme"), "(https?)", "__scheme__", "$1"));
        steps.add(Relabel.rewrite(List.of(annotation + "path"), "(.+)", "__metrics_path__", "$1"));
        steps.add(
                Relabel.rewrite(List.of("__address__", annotation + "port"), ADDRESS_AND_PORT, "__address__", "$1:$2"));
        steps.add(Relabel.copy(META + "namespace", "namespace"));
        steps.add(Relabel.copy(META + "pod_name", "pod"));
        steps.add(Relabel.copy(META + "pod_node_name", "node"));
        steps.addAll(more);
        job(name)
                // Old exporters send no Content-Type, which Prometheus 3 refuses without this.
                .put("fallback_scrape_protocol", "PrometheusText0.0.4")
                .put("kubernetes_sd_configs", List.of(Doc.map("role", role)))
                .put("relabel_configs", steps);
    }

    private Doc job(String name) {
        var job = Doc.map("job_name", name);
        jobs.add(job);
        return job;
    }

    /** @param selfSigned kubelets sign their certificates themselves unless an administrator changes that */
    private static Doc secured(Doc job, boolean selfSigned) {
        var tls = Doc.map("ca_file", ACCOUNT + "/ca.crt")
                .putIf(selfSigned, "insecure_skip_verify", true)
                .putIf(!selfSigned, "server_name", "kubernetes");
        return job.put("scheme", "https")
                .put("tls_config", tls)
                .put("authorization", Doc.map("type", "Bearer", "credentials_file", ACCOUNT + "/token"));
    }

    private static Doc discovery(String role, String namespace) {
        return Doc.map("role", role, "namespaces", Doc.map("names", List.of(namespace)));
    }
}
