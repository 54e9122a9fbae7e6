package io.gauntlet.sandbox.workload;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The volume controller: a claim is bound as soon as its storage class is there. */
final class Claims {

    private static final String DEFAULT = "storageclass.kubernetes.io/is-default-class";

    private final Cluster cluster;

    Claims(Cluster cluster) {
        this.cluster = cluster;
    }

    void step() {
        for (var claim : cluster.list("PersistentVolumeClaim")) {
            if (!Tree.text(claim, "status", "phase").equals("Bound")) {
                bind(claim);
            } else if (!Tree.at(claim, "status", "capacity").equals(Tree.at(claim, "spec", "resources", "requests"))) {
                cluster.status(claim, bound(claim));
            }
        }
    }

    private void bind(ObjectNode claim) {
        var wanted = Tree.text(claim, "spec", "storageClassName");
        if (wanted.isEmpty() && defaultClass().isEmpty()) {
            cluster.warn(
                    claim,
                    "FailedBinding",
                    "no persistent volumes available for this claim and no storage class is set");
        } else if (!wanted.isEmpty() && cluster.find("StorageClass", "", wanted).isEmpty()) {
            cluster.warn(claim, "ProvisioningFailed", "storageclass.storage.k8s.io \"" + wanted + "\" not found");
        } else {
            cluster.status(claim, bound(claim));
            return;
        }
        var status = Tree.object();
        status.put("phase", "Pending");
        cluster.status(claim, status);
    }

    private Optional<ObjectNode> defaultClass() {
        return cluster.list("StorageClass").stream()
                .filter(storage ->
                        Tree.text(storage, "metadata", "annotations", DEFAULT).equals("true"))
                .findFirst();
    }

    private static ObjectNode bound(JsonNode claim) {
        var status = Tree.object();
        status.put("phase", "Bound");
        status.set("accessModes", Tree.at(claim, "spec", "accessModes"));
        status.set("capacity", Tree.at(claim, "spec", "resources", "requests"));
        return status;
    }

    /** Why this pod cannot be placed yet because of a claim. */
    Optional<String> problem(JsonNode pod) {
        for (var volume : Tree.at(pod, "spec", "volumes")) {
            var name = Tree.text(volume, "persistentVolumeClaim", "claimName");
            if (name.isEmpty()) {
                continue;
            }
            var claim = cluster.find("PersistentVolumeClaim", Tree.namespace(pod), name);
            if (claim.isEmpty()) {
                return Optional.of("0/3 nodes are available: persistentvolumeclaim \"" + name + "\" not found.");
            }
            if (!Tree.text(claim.get(), "status", "phase").equals("Bound")) {
                return Optional.of("0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.");
            }
        }
        return Optional.empty();
    }
}
