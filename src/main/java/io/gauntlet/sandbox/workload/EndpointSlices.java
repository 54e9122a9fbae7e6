package io.gauntlet.sandbox.workload;

import io.gauntlet.kernel.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The endpoint slice controller: one slice per Service with a selector, holding the addresses of its pods. */
final class EndpointSlices {

    private final Cluster cluster;

    EndpointSlices(Cluster cluster) {
        this.cluster = cluster;
    }

    void step() {
        for (var service : cluster.list("Service")) {
            if (!Tree.at(service, "spec", "selector").isEmpty() && !Tree.isDeleted(service)) {
                step(service);
            }
        }
    }

    private void step(ObjectNode service) {
        var name = Tree.name(service) + "-"
                + Cluster.letters(Digest.of(Tree.uid(service)).hex(), 5);
        var pods = pods(service);
        var endpoints = endpoints(service, pods);
        var ports = ports(service, pods);
        var present = cluster.find("EndpointSlice", Tree.namespace(service), name);
        if (present.isPresent()) {
            if (!present.get().path("endpoints").equals(endpoints)
                    || !present.get().path("ports").equals(ports)) {
                var copy = present.get().deepCopy();
                copy.set("endpoints", endpoints);
                copy.set("ports", ports);
                cluster.update(copy);
            }
            return;
        }
        var slice = Tree.object("discovery.k8s.io/v1", "EndpointSlice", Tree.namespace(service), name);
        var labels = Tree.child(slice, "metadata").putObject("labels");
        Tree.texts(service, "metadata", "labels").forEach(labels::put);
        labels.put("kubernetes.io/service-name", Tree.name(service));
        labels.put("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io");
        if (Tree.text(service, "spec", "clusterIP").equals("None")) {
            labels.put("service.kubernetes.io/headless", "");
        }
        Tree.own(slice, service);
        slice.put("addressType", "IPv4");
        slice.set("endpoints", endpoints);
        slice.set("ports", ports);
        cluster.create(slice);
    }

    private List<ObjectNode> pods(JsonNode service) {
        var pods = new ArrayList<ObjectNode>();
        for (var pod : cluster.list("Pod")) {
            if (Tree.namespace(pod).equals(Tree.namespace(service))
                    && !Tree.text(pod, "status", "podIP").isEmpty()
                    && Tree.selects(Tree.at(service, "spec", "selector"), Tree.at(pod, "metadata", "labels"))) {
                pods.add(pod);
            }
        }
        pods.sort(Comparator.comparing(Tree::name));
        return pods;
    }

    private static ArrayNode endpoints(JsonNode service, List<ObjectNode> pods) {
        var always = Tree.at(service, "spec", "publishNotReadyAddresses").asBoolean(false);
        var endpoints = Tree.object().arrayNode();
        for (var pod : pods) {
            var endpoint = endpoints.addObject();
            endpoint.putArray("addresses").add(Tree.text(pod, "status", "podIP"));
            var conditions = endpoint.putObject("conditions");
            conditions.put("ready", always || Tree.isReady(pod));
            conditions.put("serving", Tree.isReady(pod));
            conditions.put("terminating", Tree.isDeleted(pod));
            if (Tree.text(pod, "spec", "subdomain").equals(Tree.name(service))) {
                endpoint.put("hostname", Tree.text(pod, "spec", "hostname"));
            }
            endpoint.put("nodeName", Tree.text(pod, "spec", "nodeName"));
            endpoint.put("zone", Nodes.zoneOf(Tree.text(pod, "spec", "nodeName")));
            var target = endpoint.putObject("targetRef");
            target.put("kind", "Pod").put("name", Tree.name(pod));
            target.put("namespace", Tree.namespace(pod)).put("uid", Tree.uid(pod));
        }
        return endpoints;
    }

    private static ArrayNode ports(JsonNode service, List<ObjectNode> pods) {
        var ports = Tree.object().arrayNode();
        for (var port : Tree.at(service, "spec", "ports")) {
            var number = number(port, pods);
            if (number > 0) {
                var one = ports.addObject();
                one.put("name", Tree.text(port, "name"));
                one.put("port", number);
                one.put("protocol", Tree.text(port, "protocol").isEmpty() ? "TCP" : Tree.text(port, "protocol"));
            }
        }
        return ports;
    }

    private static int number(JsonNode port, List<ObjectNode> pods) {
        var target = port.path("targetPort");
        if (target.isMissingNode() || target.isNull()) {
            return Tree.number(port, 0, "port");
        }
        if (target.isNumber()) {
            return target.asInt() == 0 ? Tree.number(port, 0, "port") : target.asInt();
        }
        for (var pod : pods) {
            for (var container : Tree.at(pod, "spec", "containers")) {
                for (var declared : container.path("ports")) {
                    if (Tree.text(declared, "name").equals(target.asString(""))) {
                        return Tree.number(declared, 0, "containerPort");
                    }
                }
            }
        }
        return 0;
    }
}
