package io.gauntlet.sandbox.workload;

import java.util.HashSet;
import java.util.List;

/** The garbage collector: what a controller made goes when the controller is gone. */
final class Garbage {

    private static final List<String> OWNERS =
            List.of("StatefulSet", "Deployment", "DaemonSet", "ReplicaSet", "Service");
    private static final List<String> OWNED = List.of("ReplicaSet", "Pod", "EndpointSlice");

    private final Cluster cluster;

    Garbage(Cluster cluster) {
        this.cluster = cluster;
    }

    void step() {
        var alive = new HashSet<String>();
        for (var kind : OWNERS) {
            for (var owner : cluster.list(kind)) {
                alive.add(Tree.uid(owner));
            }
        }
        for (var kind : OWNED) {
            for (var object : cluster.list(kind)) {
                var owner = Tree.controller(object);
                if (owner.isPresent()
                        && OWNERS.contains(Tree.text(owner.get(), "kind"))
                        && !alive.contains(Tree.text(owner.get(), "uid"))) {
                    cluster.delete(object);
                }
            }
        }
    }
}
