package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.workload.LiveCluster;
import io.gauntlet.sandbox.workload.RunningPod;
import io.gauntlet.sandbox.workload.Tree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Names and addresses inside a cluster, resolved from its Services and endpoint slices. */
final class Network {

    /** An address that something may listen on. */
    record Address(String ip, int port) {

        @Override
        public String toString() {
            return ip + ":" + port;
        }
    }

    private static final Pattern SRV = Pattern.compile("_([^.]+)\\._tcp\\.(.+?)(?::\\d+)?");

    private final LiveCluster cluster;

    Network(LiveCluster cluster) {
        this.cluster = cluster;
    }

    /** The pod that answers at an address, if its containers run. */
    Optional<RunningPod> podAt(Address address) {
        return cluster.pods().stream()
                .filter(pod ->
                        pod.ip().equals(address.ip()) && pod.at(address.port()).isPresent())
                .findFirst();
    }

    /** The pod of a Thanos component that serves gRPC at an address. */
    Optional<RunningPod> grpcAt(Address address) {
        return cluster.pods().stream()
                .filter(pod -> pod.ip().equals(address.ip())
                        && pod.containers().stream()
                                .anyMatch(container ->
                                        container.program().component().kind().isThanos()
                                                && grpcPort(container) == address.port()))
                .findFirst();
    }

    private static int grpcPort(RunningPod.Running container) {
        var flag = container.program().flags().last("grpc-address").orElse(":10901");
        var digits = flag.substring(flag.lastIndexOf(':') + 1);
        return digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 10901;
    }

    /** What a Thanos address stands for, such as {@code dnssrv+_grpc._tcp.store.monitoring.svc}. */
    Set<Address> resolve(String text, String namespace, int defaultPort) {
        var plus = text.indexOf('+');
        var scheme = plus < 0 ? "" : text.substring(0, plus);
        var rest = text.substring(plus + 1).replaceFirst("^https?://", "").replaceFirst("/.*$", "");
        var srv = SRV.matcher(rest);
        if (scheme.startsWith("dnssrv") && srv.matches()) {
            return service(srv.group(2), namespace, srv.group(1));
        }
        var colon = rest.lastIndexOf(':');
        var host = colon < 0 ? rest : rest.substring(0, colon);
        var port = colon < 0
                ? defaultPort
                : Integer.parseInt(rest.substring(colon + 1).replaceAll("\\D.*|^$", "0"));
        return host(host, namespace, port);
    }

    /** The addresses of a host name or of an address itself. */
    Set<Address> host(String host, String namespace, int port) {
        if (host.matches("[0-9.]+")) {
            return Set.of(new Address(host, port));
        }
        if (host.equals("localhost")) {
            return Set.of();
        }
        var addresses = new LinkedHashSet<Address>();
        var parts = host.split("\\.", -1);
        var own = parts.length > 1 ? parts[1] : namespace;
        var headless = isHeadless(own, parts[0]);
        for (var endpoint : endpoints(parts[0], own)) {
            addresses.add(
                    new Address(endpoint.path("addresses").path(0).asString(""), port(headless, own, parts[0], port)));
        }
        if (addresses.isEmpty() && parts.length > 2) {
            for (var endpoint : endpoints(parts[1], parts[2])) {
                if (Tree.text(endpoint, "hostname").equals(parts[0])) {
                    addresses.add(new Address(endpoint.path("addresses").path(0).asString(""), port));
                }
            }
        }
        return addresses;
    }

    private boolean isHeadless(String namespace, String service) {
        return cluster.objects()
                .find("Service", namespace, service)
                .map(object -> Tree.text(object, "spec", "clusterIP").equals("None"))
                .orElse(false);
    }

    /** The first ready address behind a port of a Service, given by name or number. */
    Optional<Address> behind(String namespace, String service, String port) {
        var ports = cluster.objects()
                .find("Service", namespace, service)
                .map(object -> Tree.at(object, "spec", "ports"))
                .orElse(Answer.object().arrayNode());
        for (var declared : ports) {
            var name = Tree.text(declared, "name");
            if (port.isEmpty() || port.equals(name) || port.equals(Tree.text(declared, "port"))) {
                return service(service, namespace, name).stream().findFirst();
            }
        }
        return Optional.empty();
    }

    /** A headless name leads to the pods themselves; any other Service translates its port. */
    private int port(boolean headless, String namespace, String service, int port) {
        if (headless) {
            return port;
        }
        var name = "";
        for (var declared : cluster.objects()
                .find("Service", namespace, service)
                .map(object -> Tree.at(object, "spec", "ports"))
                .orElse(Answer.object().arrayNode())) {
            if (Tree.number(declared, 0, "port") == port) {
                name = Tree.text(declared, "name");
            }
        }
        for (var slice : cluster.slicesOf(namespace, service)) {
            for (var one : slice.path("ports")) {
                if (Tree.text(one, "name").equals(name)) {
                    return Tree.number(one, port, "port");
                }
            }
        }
        return port;
    }

    private Set<Address> service(String host, String namespace, String portName) {
        var parts = host.split("\\.", -1);
        var own = parts.length > 1 ? parts[1] : namespace;
        var addresses = new LinkedHashSet<Address>();
        for (var slice : cluster.slicesOf(own, parts[0])) {
            for (var port : slice.path("ports")) {
                if (Tree.text(port, "name").equals(portName)) {
                    ready(slice)
                            .forEach(endpoint -> addresses.add(new Address(
                                    endpoint.path("addresses").path(0).asString(""), Tree.number(port, 0, "port"))));
                }
            }
        }
        return addresses;
    }

    private List<JsonNode> endpoints(String service, String namespace) {
        var found = new ArrayList<JsonNode>();
        cluster.slicesOf(namespace, service).forEach(slice -> found.addAll(ready(slice)));
        return found;
    }

    private static List<JsonNode> ready(JsonNode slice) {
        var ready = new ArrayList<JsonNode>();
        for (var endpoint : slice.path("endpoints")) {
            if (Tree.at(endpoint, "conditions", "ready").asBoolean(false)) {
                ready.add(endpoint);
            }
        }
        return ready;
    }
}
