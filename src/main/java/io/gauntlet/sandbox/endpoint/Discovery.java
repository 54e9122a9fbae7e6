package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.promql.Broken;
import io.gauntlet.sandbox.workload.LiveCluster;
import io.gauntlet.sandbox.workload.OncePerLook;
import io.gauntlet.sandbox.workload.Tree;
import io.gauntlet.sandbox.workload.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Finds scrape targets as Prometheus' service discovery does, with the labels that relabelling works on. */
final class Discovery {

    private static final String META = "__meta_kubernetes_";

    private final LiveCluster cluster;
    private final Network network;
    private final OncePerLook<String, List<SortedMap<String, String>>> roles = new OncePerLook<>();

    Discovery(LiveCluster cluster, Network network) {
        this.cluster = cluster;
        this.network = network;
    }

    /** Differs when something may have changed that targets are found from. */
    long changes() {
        return cluster.changes();
    }

    /** All targets of one scrape or Alertmanager configuration, before relabelling. */
    List<SortedMap<String, String>> targets(Yaml config, String namespace) throws Broken {
        var found = new ArrayList<SortedMap<String, String>>();
        for (var fixed : config.list("static_configs")) {
            for (var target : fixed.texts("targets")) {
                found.add(labels(target, fixed.labels("labels")));
            }
        }
        for (var dns : config.list("dns_sd_configs")) {
            for (var name : dns.texts("names")) {
                var isSrv = dns.text("type", "SRV").equals("SRV");
                var query = (isSrv ? "dnssrv+" : "dns+") + name;
                network.resolve(query, namespace, (int) Double.parseDouble(dns.text("port", "0")))
                        .forEach(address -> found.add(labels(address.toString(), Map.of("__meta_dns_name", name))));
            }
        }
        for (var kubernetes : config.list("kubernetes_sd_configs")) {
            var wanted = kubernetes.at("namespaces");
            var names = new ArrayList<>(wanted.texts("names"));
            if (Boolean.parseBoolean(wanted.text("own_namespace", "false"))) {
                names.add(namespace);
            }
            roles.get(kubernetes.text("role", ""), this::kubernetes).stream()
                    .filter(target -> names.isEmpty() || names.contains(target.getOrDefault(META + "namespace", "")))
                    .forEach(found::add);
        }
        return found;
    }

    private static SortedMap<String, String> labels(String address, Map<String, String> more) {
        var labels = new TreeMap<>(more);
        labels.put("__address__", address);
        return labels;
    }

    private List<SortedMap<String, String>> kubernetes(String role) {
        return switch (role) {
            case "pod" -> pods();
            case "endpointslice", "endpoints" -> slices(role);
            case "node" -> nodes();
            case "service" -> services();
            default -> List.of();
        };
    }

    private List<SortedMap<String, String>> pods() {
        var found = new ArrayList<SortedMap<String, String>>();
        for (var pod : cluster.objects().list("Pod")) {
            var ip = Tree.text(pod, "status", "podIP");
            if (ip.isEmpty()) {
                continue;
            }
            for (var container : Tree.at(pod, "spec", "containers")) {
                var common = new TreeMap<String, String>();
                describe(pod, common);
                common.put(META + "pod_container_name", Tree.text(container, "name"));
                common.put(META + "pod_container_image", Tree.text(container, "image"));
                common.put(META + "pod_container_init", "false");
                common.put("__address__", ip);
                for (var port : container.path("ports")) {
                    var labels = new TreeMap<>(common);
                    labels.put("__address__", ip + ":" + Tree.number(port, 0, "containerPort"));
                    labels.put(META + "pod_container_port_name", Tree.text(port, "name"));
                    labels.put(META + "pod_container_port_number", Tree.text(port, "containerPort"));
                    labels.put(META + "pod_container_port_protocol", "TCP");
                    found.add(labels);
                }
                if (container.path("ports").isEmpty()) {
                    found.add(common);
                }
            }
        }
        return found;
    }

    private static void describe(JsonNode pod, Map<String, String> labels) {
        labels.put(META + "namespace", Tree.namespace(pod));
        labels.put(META + "pod_name", Tree.name(pod));
        labels.put(META + "pod_ip", Tree.text(pod, "status", "podIP"));
        labels.put(META + "pod_uid", Tree.uid(pod));
        labels.put(META + "pod_node_name", Tree.text(pod, "spec", "nodeName"));
        labels.put(META + "pod_host_ip", Tree.text(pod, "status", "hostIP"));
        labels.put(META + "pod_phase", Tree.text(pod, "status", "phase"));
        labels.put(META + "pod_ready", String.valueOf(Tree.isReady(pod)));
        for (var owner : Tree.at(pod, "metadata", "ownerReferences")) {
            labels.put(META + "pod_controller_kind", Tree.text(owner, "kind"));
            labels.put(META + "pod_controller_name", Tree.text(owner, "name"));
        }
        attached(pod, "pod", labels);
    }

    private static void attached(JsonNode object, String kind, Map<String, String> labels) {
        Tree.texts(object, "metadata", "labels").forEach((name, value) -> {
            labels.put(META + kind + "_label_" + sanitized(name), value);
            labels.put(META + kind + "_labelpresent_" + sanitized(name), "true");
        });
        Tree.texts(object, "metadata", "annotations").forEach((name, value) -> {
            labels.put(META + kind + "_annotation_" + sanitized(name), value);
            labels.put(META + kind + "_annotationpresent_" + sanitized(name), "true");
        });
    }

    private static String sanitized(String name) {
        var symbols = name.toCharArray();
        for (var i = 0; i < symbols.length; i++) {
            var symbol = symbols[i];
            var kept = symbol == '_'
                    || symbol >= '0' && symbol <= '9'
                    || symbol >= 'a' && symbol <= 'z'
                    || symbol >= 'A' && symbol <= 'Z';
            symbols[i] = kept ? symbol : '_';
        }
        return new String(symbols);
    }

    private List<SortedMap<String, String>> slices(String role) {
        var found = new ArrayList<SortedMap<String, String>>();
        var old = role.equals("endpoints");
        for (var slice : cluster.objects().list("EndpointSlice")) {
            for (var endpoint : slice.path("endpoints")) {
                for (var port : slice.path("ports")) {
                    found.add(endpoint(slice, endpoint, port, old));
                }
            }
        }
        found.add(apiServer(old));
        return found;
    }

    /** {@code old} uses the names of the endpoints role, which an endpoint slice is shown under as well. */
    private SortedMap<String, String> endpoint(JsonNode slice, JsonNode endpoint, JsonNode port, boolean old) {
        var service = Tree.text(slice, "metadata", "labels", "kubernetes.io/service-name");
        var prefix = META + (old ? "endpoint" : "endpointslice");
        var address = endpoint.path("addresses").path(0).asString("");
        var labels = labels(address + ":" + Tree.text(port, "port"), Map.of(META + "namespace", Tree.namespace(slice)));
        labels.put(META + (old ? "endpoints_name" : "endpointslice_name"), old ? service : Tree.name(slice));
        labels.put(prefix + "_port_name", Tree.text(port, "name"));
        labels.put(prefix + "_port", Tree.text(port, "port"));
        labels.put(prefix + "_port_protocol", Tree.text(port, "protocol"));
        labels.put(
                prefix + (old ? "_ready" : "_endpoint_conditions_ready"),
                String.valueOf(Tree.at(endpoint, "conditions", "ready").asBoolean(false)));
        labels.put(prefix + "_address_target_kind", Tree.text(endpoint, "targetRef", "kind"));
        labels.put(prefix + "_address_target_name", Tree.text(endpoint, "targetRef", "name"));
        attached(slice, old ? "endpoints" : "endpointslice", labels);
        labels.put(META + "service_name", service);
        cluster.objects()
                .find("Service", Tree.namespace(slice), service)
                .ifPresent(object -> attached(object, "service", labels));
        cluster.objects()
                .find("Pod", Tree.namespace(slice), Tree.text(endpoint, "targetRef", "name"))
                .ifPresent(pod -> {
                    describe(pod, labels);
                    container(pod, Tree.number(port, 0, "port"), labels);
                });
        return labels;
    }

    private static void container(JsonNode pod, int number, Map<String, String> labels) {
        for (var container : Tree.at(pod, "spec", "containers")) {
            for (var port : container.path("ports")) {
                if (Tree.number(port, 0, "containerPort") == number) {
                    labels.put(META + "pod_container_name", Tree.text(container, "name"));
                    labels.put(META + "pod_container_port_name", Tree.text(port, "name"));
                    labels.put(META + "pod_container_port_number", String.valueOf(number));
                }
            }
        }
    }

    /** The API server has a Service in every real cluster, whoever else has one. */
    private static SortedMap<String, String> apiServer(boolean old) {
        var prefix = META + (old ? "endpoint" : "endpointslice");
        var labels = labels(Targets.API_SERVER, Map.of(META + "namespace", "default"));
        labels.put(META + "service_name", "kubernetes");
        labels.put(META + (old ? "endpoints_name" : "endpointslice_name"), "kubernetes");
        labels.put(prefix + "_port_name", "https");
        labels.put(prefix + "_port", "6443");
        labels.put(META + "service_label_component", "apiserver");
        return labels;
    }

    private List<SortedMap<String, String>> nodes() {
        var found = new ArrayList<SortedMap<String, String>>();
        for (var node : cluster.objects().list("Node")) {
            var ip =
                    Tree.at(node, "status", "addresses").path(0).path("address").asString("");
            var labels =
                    labels(ip + ":10250", Map.of("instance", Tree.name(node), META + "node_name", Tree.name(node)));
            labels.put(META + "node_address_InternalIP", ip);
            attached(node, "node", labels);
            found.add(labels);
        }
        return found;
    }

    private List<SortedMap<String, String>> services() {
        var found = new ArrayList<SortedMap<String, String>>();
        for (var service : cluster.objects().list("Service")) {
            for (var port : Tree.at(service, "spec", "ports")) {
                var labels = labels(
                        Tree.name(service) + "." + Tree.namespace(service) + ".svc:" + Tree.text(port, "port"),
                        Map.of(META + "namespace", Tree.namespace(service), META + "service_name", Tree.name(service)));
                labels.put(META + "service_port_name", Tree.text(port, "name"));
                labels.put(META + "service_port_number", Tree.text(port, "port"));
                labels.put(META + "service_cluster_ip", Tree.text(service, "spec", "clusterIP"));
                attached(service, "service", labels);
                found.add(labels);
            }
        }
        return found;
    }
}
