package io.gauntlet.sandbox.workload;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The Deployment and ReplicaSet controllers: a ReplicaSet per template, replaced pod by pod. */
final class Deployments {

    private static final String HASH = "pod-template-hash";

    private final Cluster cluster;

    Deployments(Cluster cluster) {
        this.cluster = cluster;
    }

    void step() {
        for (var deployment : cluster.list("Deployment")) {
            if (!Tree.isDeleted(deployment)) {
                step(deployment);
            }
        }
        for (var set : cluster.list("ReplicaSet")) {
            if (!Tree.isDeleted(set)) {
                stepSet(set);
            }
        }
    }

    private void step(ObjectNode deployment) {
        var hash = cluster.hash(deployment);
        var sets = setsOf(deployment);
        var current = sets.stream()
                .filter(set -> Tree.text(set, "metadata", "labels", HASH).equals(hash))
                .findFirst();
        if (current.isEmpty()) {
            create(deployment, hash, sets);
            return;
        }
        var old = new ArrayList<>(sets);
        old.remove(current.get());
        status(deployment, current.get(), old);
        roll(deployment, current.get(), old);
    }

    private List<ObjectNode> setsOf(JsonNode deployment) {
        var sets = new ArrayList<ObjectNode>();
        for (var set : cluster.list("ReplicaSet")) {
            var owner = Tree.controller(set);
            if (owner.isPresent() && Tree.text(owner.get(), "uid").equals(Tree.uid(deployment))) {
                sets.add(set);
            }
        }
        sets.sort(Comparator.comparingLong(Deployments::revision));
        return sets;
    }

    private static long revision(JsonNode set) {
        var text = Tree.text(set, "metadata", "annotations", "deployment.kubernetes.io/revision");
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private void create(ObjectNode deployment, String hash, List<ObjectNode> earlier) {
        var set = Tree.object("apps/v1", "ReplicaSet", Tree.namespace(deployment), Tree.name(deployment) + "-" + hash);
        Tree.own(set, deployment);
        var template = Tree.at(deployment, "spec", "template").deepCopy();
        var labels = Tree.child(Tree.child((ObjectNode) template, "metadata"), "labels");
        labels.put(HASH, hash);
        var metadata = Tree.child(set, "metadata");
        metadata.set("labels", labels.deepCopy());
        var revision = earlier.isEmpty() ? 1 : revision(earlier.getLast()) + 1;
        metadata.putObject("annotations").put("deployment.kubernetes.io/revision", String.valueOf(revision));
        var spec = set.putObject("spec");
        spec.put("replicas", 0);
        var selector = Tree.at(deployment, "spec", "selector").deepCopy();
        Tree.child((ObjectNode) selector, "matchLabels").put(HASH, hash);
        spec.set("selector", selector);
        spec.set("template", template);
        cluster.create(set);
    }

    private void roll(ObjectNode deployment, ObjectNode current, List<ObjectNode> old) {
        var wanted = Tree.number(deployment, 1, "spec", "replicas");
        var oldPods = old.stream().mapToInt(set -> cluster.podsOf(set).size()).sum();
        var ready = ready(current);
        if (Tree.text(deployment, "spec", "strategy", "type").equals("Recreate")) {
            old.forEach(set -> scale(set, 0));
            scale(current, oldPods > 0 ? 0 : wanted);
            return;
        }
        var rolling = Tree.at(deployment, "spec", "strategy", "rollingUpdate");
        var surge = share(rolling.path("maxSurge"), wanted, true);
        var unavailable = share(rolling.path("maxUnavailable"), wanted, false);
        if (surge == 0 && unavailable == 0) {
            unavailable = 1;
        }
        scale(current, Math.max(0, Math.min(wanted, wanted + surge - oldPods)));
        var keep = Math.max(0, wanted - unavailable - ready);
        for (var set : old) {
            // Old pods that are not ready serve nobody, so they go first.
            var kept = Math.min(keep, ready(set));
            scale(set, Math.min(Tree.number(set, 0, "spec", "replicas"), kept));
            keep -= kept;
        }
        trim(deployment, old);
    }

    private void trim(ObjectNode deployment, List<ObjectNode> old) {
        var limit = Tree.number(deployment, 10, "spec", "revisionHistoryLimit");
        for (var i = 0; i < old.size() - limit; i++) {
            if (cluster.podsOf(old.get(i)).isEmpty()) {
                cluster.delete(old.get(i));
            }
        }
    }

    private int ready(JsonNode set) {
        return (int) cluster.podsOf(set).stream().filter(Tree::isReady).count();
    }

    private static int share(JsonNode value, int wanted, boolean up) {
        var text = value.asString("25%");
        if (!text.endsWith("%")) {
            return value.asInt(1);
        }
        var exact = wanted * Integer.parseInt(text.substring(0, text.length() - 1)) / 100.0;
        return (int) (up ? Math.ceil(exact) : Math.floor(exact));
    }

    private void scale(ObjectNode set, int replicas) {
        if (Tree.number(set, 0, "spec", "replicas") != replicas) {
            var copy = set.deepCopy();
            Tree.child(copy, "spec").put("replicas", replicas);
            cluster.update(copy);
        }
    }

    private void stepSet(ObjectNode set) {
        var pods = cluster.podsOf(set);
        var wanted = Tree.number(set, 1, "spec", "replicas");
        for (var i = pods.size(); i < wanted; i++) {
            var name = Tree.name(set) + "-" + cluster.suffix(set);
            if (!Pods.create(cluster, set, Pods.fromTemplate(set, Tree.at(set, "spec", "template"), name, Map.of()))) {
                break;
            }
        }
        pods.sort(Comparator.comparing(Tree::isReady));
        for (var i = 0; i < pods.size() - wanted; i++) {
            cluster.delete(pods.get(i));
        }
        var status = Tree.object();
        status.put("replicas", pods.size());
        status.put("fullyLabeledReplicas", pods.size());
        status.put("readyReplicas", (int) pods.stream().filter(Tree::isReady).count());
        status.put(
                "availableReplicas", (int) pods.stream().filter(Tree::isReady).count());
        status.put("observedGeneration", Tree.at(set, "metadata", "generation").asInt(1));
        cluster.status(set, status);
    }

    private void status(ObjectNode deployment, ObjectNode current, List<ObjectNode> old) {
        var wanted = Tree.number(deployment, 1, "spec", "replicas");
        var updated = cluster.podsOf(current).size();
        var total = updated
                + old.stream().mapToInt(set -> cluster.podsOf(set).size()).sum();
        var ready = ready(current) + old.stream().mapToInt(this::ready).sum();
        var available = ready
                >= wanted
                        - share(
                                Tree.at(deployment, "spec", "strategy", "rollingUpdate", "maxUnavailable"),
                                wanted,
                                false);
        var done = updated == wanted && total == wanted && ready == wanted;
        var status = Tree.object();
        status.put(
                "observedGeneration",
                Tree.at(deployment, "metadata", "generation").asInt(1));
        status.put("replicas", total);
        status.put("updatedReplicas", updated);
        status.put("readyReplicas", ready);
        status.put("availableReplicas", ready);
        if (ready < wanted) {
            status.put("unavailableReplicas", wanted - ready);
        }
        var conditions = new Conditions(deployment, cluster.timestamp());
        conditions.add(
                "Available",
                available,
                available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                available ? "Deployment has minimum availability." : "Deployment does not have minimum availability.");
        conditions.add(
                "Progressing",
                true,
                done ? "NewReplicaSetAvailable" : "ReplicaSetUpdated",
                "ReplicaSet \"" + Tree.name(current)
                        + (done ? "\" has successfully progressed." : "\" is progressing."));
        status.set("conditions", conditions.toJson());
        cluster.status(deployment, status);
    }
}
