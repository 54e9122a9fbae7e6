package io.gauntlet.sandbox.workload;

import java.util.ArrayList;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The DaemonSet controller: one pod on every node that the node selector fits, replaced one after the other. */
final class DaemonSets {

    private static final String HASH = "controller-revision-hash";

    private final Cluster cluster;

    DaemonSets(Cluster cluster) {
        this.cluster = cluster;
    }

    void step() {
        for (var set : cluster.list("DaemonSet")) {
            if (!Tree.isDeleted(set)) {
                step(set);
            }
        }
    }

    private void step(ObjectNode set) {
        var template = Tree.at(set, "spec", "template");
        var hash = cluster.hash(set);
        var pods = cluster.podsOf(set);
        var nodes = new ArrayList<String>();
        for (var node : cluster.list("Node")) {
            if (fits(template, node)) {
                nodes.add(Tree.name(node));
            }
        }
        status(set, hash, nodes.size(), pods);
        for (var node : nodes) {
            if (pods.stream()
                    .noneMatch(pod -> Tree.text(pod, "spec", "nodeName").equals(node))) {
                create(set, template, hash, node);
            }
        }
        update(set, hash, nodes.size(), pods);
    }

    private static boolean fits(JsonNode template, JsonNode node) {
        var selector = Tree.at(template, "spec", "nodeSelector");
        return selector.isEmpty() || Tree.selects(selector, Tree.at(node, "metadata", "labels"));
    }

    private void create(ObjectNode set, JsonNode template, String hash, String node) {
        var name = Tree.name(set) + "-" + cluster.suffix(set);
        var pod = Pods.fromTemplate(
                set,
                template,
                name,
                Map.of(HASH, hash, "pod-template-generation", Tree.text(set, "metadata", "generation")));
        Tree.child(pod, "spec").put("nodeName", node);
        Pods.create(cluster, set, pod);
    }

    private void update(ObjectNode set, String hash, int nodes, Iterable<ObjectNode> pods) {
        if (Tree.text(set, "spec", "updateStrategy", "type").equals("OnDelete")) {
            return;
        }
        ObjectNode outdated = null;
        var ready = 0;
        for (var pod : pods) {
            ready += Tree.isReady(pod) ? 1 : 0;
            if (!Tree.text(pod, "metadata", "labels", HASH).equals(hash) && (outdated == null || !Tree.isReady(pod))) {
                outdated = pod;
            }
        }
        if (outdated != null && (ready == nodes || !Tree.isReady(outdated))) {
            cluster.delete(outdated);
        }
    }

    private void status(ObjectNode set, String hash, int nodes, Iterable<ObjectNode> pods) {
        var scheduled = 0;
        var ready = 0;
        var updated = 0;
        for (var pod : pods) {
            scheduled++;
            ready += Tree.isReady(pod) ? 1 : 0;
            updated += Tree.text(pod, "metadata", "labels", HASH).equals(hash) ? 1 : 0;
        }
        var status = Tree.object();
        status.put("currentNumberScheduled", scheduled);
        status.put("desiredNumberScheduled", nodes);
        status.put("numberAvailable", ready);
        status.put("numberMisscheduled", 0);
        status.put("numberReady", ready);
        if (ready < nodes) {
            status.put("numberUnavailable", nodes - ready);
        }
        status.put("observedGeneration", Tree.at(set, "metadata", "generation").asInt(1));
        status.put("updatedNumberScheduled", updated);
        cluster.status(set, status);
    }
}
