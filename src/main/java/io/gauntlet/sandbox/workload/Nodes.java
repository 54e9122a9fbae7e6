package io.gauntlet.sandbox.workload;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The three machines of a simulated cluster, each in a zone of its own. */
final class Nodes {

    private static final List<String> ZONES = List.of("a", "b", "c");

    private final Cluster cluster;

    Nodes(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Makes sure that the machines are there, and that every namespace has its default service account. */
    void step() {
        for (var i = 0; i < ZONES.size(); i++) {
            if (cluster.find("Node", "", "node-" + (i + 1)).isEmpty()) {
                create("node-" + (i + 1), ZONES.get(i), address(i));
            }
        }
        for (var namespace : cluster.list("Namespace")) {
            if (!Tree.isDeleted(namespace)
                    && cluster.find("ServiceAccount", Tree.name(namespace), "default")
                            .isEmpty()) {
                cluster.create(Tree.object("v1", "ServiceAccount", Tree.name(namespace), "default"));
            }
        }
    }

    static String address(int index) {
        return "192.0.2." + (11 + index);
    }

    static int indexOf(String node) {
        return Math.floorMod(node.isEmpty() ? 0 : node.charAt(node.length() - 1) - '1', ZONES.size());
    }

    static String zoneOf(String node) {
        return "zone-" + ZONES.get(indexOf(node));
    }

    private void create(String name, String zone, String address) {
        var node = Tree.object("v1", "Node", "", name);
        var labels = Tree.child(node, "metadata").putObject("labels");
        labels.put("kubernetes.io/hostname", name);
        labels.put("kubernetes.io/os", "linux");
        labels.put("kubernetes.io/arch", "amd64");
        labels.put("topology.kubernetes.io/zone", "zone-" + zone);
        labels.put("topology.kubernetes.io/region", "region-1");
        node.putObject("spec").put("podCIDR", "10.244." + indexOf(name) + ".0/24");
        if (cluster.create(node)) {
            cluster.find("Node", "", name).ifPresent(created -> cluster.status(created, status(name, address)));
        }
    }

    private ObjectNode status(String name, String address) {
        var status = Tree.object();
        var addresses = status.putArray("addresses");
        addresses.addObject().put("type", "InternalIP").put("address", address);
        addresses.addObject().put("type", "Hostname").put("address", name);
        for (var field : List.of("capacity", "allocatable")) {
            status.putObject(field).put("cpu", "16").put("memory", "64Gi").put("pods", "110");
        }
        var ready = status.putArray("conditions").addObject();
        ready.put("type", "Ready").put("status", "True").put("reason", "KubeletReady");
        ready.put("message", "kubelet is posting ready status");
        ready.put("lastHeartbeatTime", cluster.timestamp()).put("lastTransitionTime", cluster.timestamp());
        status.putObject("nodeInfo")
                .put("kubeletVersion", "v1.34.4")
                .put("operatingSystem", "linux")
                .put("architecture", "amd64")
                .put("osImage", "Simulated Linux")
                .put("kernelVersion", "6.12.0")
                .put("containerRuntimeVersion", "containerd://2.1.0");
        return status;
    }

    /** The machine with the fewest pods of the same owner, so that replicas spread; then with the fewest pods. */
    Optional<String> place(JsonNode pod) {
        var owner = Tree.controller(pod)
                .map(reference -> Tree.text(reference, "uid"))
                .orElse("");
        var best = Optional.<String>empty();
        var bestLoad = Integer.MAX_VALUE;
        for (var node : cluster.list("Node")) {
            var selector = Tree.at(pod, "spec", "nodeSelector");
            if (!selector.isEmpty() && !Tree.selects(selector, Tree.at(node, "metadata", "labels"))) {
                continue;
            }
            var load = load(Tree.name(node), owner);
            if (load < bestLoad) {
                best = Optional.of(Tree.name(node));
                bestLoad = load;
            }
        }
        return best;
    }

    private int load(String node, String owner) {
        var load = 0;
        for (var other : cluster.list("Pod")) {
            if (Tree.text(other, "spec", "nodeName").equals(node)) {
                var sibling = Tree.controller(other)
                        .map(reference -> Tree.text(reference, "uid").equals(owner))
                        .orElse(false);
                load += sibling ? 1000 : 1;
            }
        }
        return load;
    }
}
