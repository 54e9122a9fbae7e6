package io.gauntlet.sandbox.workload;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The StatefulSet controller: ordinals, claims of their own, and updates from the highest ordinal down. */
final class StatefulSets {

    private static final String REVISION = "controller-revision-hash";

    private final Cluster cluster;

    StatefulSets(Cluster cluster) {
        this.cluster = cluster;
    }

    void step() {
        for (var set : cluster.list("StatefulSet")) {
            if (!Tree.isDeleted(set)) {
                step(set);
            }
        }
    }

    private void step(ObjectNode set) {
        var revision = Tree.name(set) + "-" + cluster.hash(set);
        var replicas = Tree.number(set, 1, "spec", "replicas");
        var pods = byOrdinal(set);
        status(set, revision, replicas, pods);
        if (scale(set, revision, replicas, pods)) {
            update(set, revision, pods);
        }
    }

    private NavigableMap<Integer, ObjectNode> byOrdinal(JsonNode set) {
        var pods = new TreeMap<Integer, ObjectNode>();
        var prefix = Tree.name(set) + "-";
        for (var pod : cluster.podsOf(set)) {
            var rest = Tree.name(pod)
                    .substring(Math.min(prefix.length(), Tree.name(pod).length()));
            if (rest.matches("\\d{1,6}")) {
                pods.put(Integer.parseInt(rest), pod);
            }
        }
        return pods;
    }

    /** Adds what is missing and removes what is too much; true if there was nothing to do. */
    private boolean scale(ObjectNode set, String revision, int replicas, NavigableMap<Integer, ObjectNode> pods) {
        var inOrder = !Tree.text(set, "spec", "podManagementPolicy").equals("Parallel");
        for (var ordinal = 0; ordinal < replicas; ordinal++) {
            var pod = pods.get(ordinal);
            if (pod == null) {
                create(set, revision, ordinal);
                if (inOrder) {
                    return false;
                }
            } else if (inOrder && !Tree.isReady(pod)) {
                // A broken pod of an old revision must not keep its own replacement away.
                return !Tree.text(pod, "metadata", "labels", REVISION).equals(revision);
            }
        }
        if (pods.size() < replicas) {
            return false;
        }
        var superfluous = pods.tailMap(replicas, true).descendingMap();
        for (var pod : superfluous.values()) {
            cluster.delete(pod);
            if (inOrder) {
                return false;
            }
        }
        return superfluous.isEmpty();
    }

    private void create(ObjectNode set, String revision, int ordinal) {
        var name = Tree.name(set) + "-" + ordinal;
        var pod = Pods.fromTemplate(
                set,
                Tree.at(set, "spec", "template"),
                name,
                Map.of(
                        REVISION,
                        revision,
                        "statefulset.kubernetes.io/pod-name",
                        name,
                        "apps.kubernetes.io/pod-index",
                        String.valueOf(ordinal)));
        var spec = Tree.child(pod, "spec");
        spec.put("hostname", name);
        spec.put("subdomain", Tree.text(set, "spec", "serviceName"));
        var claims = Tree.at(set, "spec", "volumeClaimTemplates");
        if (!claims.isEmpty()) {
            var volumes = spec.path("volumes").deepCopy() instanceof tools.jackson.databind.node.ArrayNode present
                    ? present
                    : spec.arrayNode();
            for (var claim : claims) {
                var claimName = Tree.name(claim) + "-" + name;
                claim(set, claim, claimName);
                var volume = volumes.addObject();
                volume.put("name", Tree.name(claim));
                volume.putObject("persistentVolumeClaim").put("claimName", claimName);
            }
            spec.set("volumes", volumes);
        }
        Pods.create(cluster, set, pod);
    }

    private void claim(ObjectNode set, JsonNode template, String name) {
        if (cluster.find("PersistentVolumeClaim", Tree.namespace(set), name).isPresent()) {
            return;
        }
        var claim = Tree.object("v1", "PersistentVolumeClaim", Tree.namespace(set), name);
        var labels = Tree.child(claim, "metadata").putObject("labels");
        Tree.texts(set, "spec", "selector", "matchLabels").forEach(labels::put);
        Tree.texts(template, "metadata", "labels").forEach(labels::put);
        claim.set("spec", template.path("spec").deepCopy());
        cluster.create(claim);
    }

    private void update(ObjectNode set, String revision, NavigableMap<Integer, ObjectNode> pods) {
        if (Tree.text(set, "spec", "updateStrategy", "type").equals("OnDelete")) {
            return;
        }
        for (var pod : pods.descendingMap().values()) {
            if (!Tree.text(pod, "metadata", "labels", REVISION).equals(revision)) {
                cluster.delete(pod);
                return;
            }
            if (!Tree.isReady(pod)) {
                return;
            }
        }
    }

    private void status(ObjectNode set, String revision, int replicas, NavigableMap<Integer, ObjectNode> pods) {
        var ready = (int) pods.values().stream().filter(Tree::isReady).count();
        var updated = (int) pods.values().stream()
                .filter(pod -> Tree.text(pod, "metadata", "labels", REVISION).equals(revision))
                .count();
        var done = updated == pods.size() && pods.size() == replicas && ready == replicas;
        var before = Tree.text(set, "status", "currentRevision");
        var current = done || before.isEmpty() ? revision : before;
        var status = Tree.object();
        status.put("observedGeneration", Tree.at(set, "metadata", "generation").asInt(1));
        status.put("replicas", pods.size());
        status.put("readyReplicas", ready);
        status.put("currentReplicas", current.equals(revision) ? updated : pods.size() - updated);
        status.put("updatedReplicas", updated);
        status.put("currentRevision", current);
        status.put("updateRevision", revision);
        status.put("collisionCount", 0);
        status.put("availableReplicas", ready);
        cluster.status(set, status);
    }
}
