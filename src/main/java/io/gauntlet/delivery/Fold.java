package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.kernel.Digest;

/**
 * Finds equal changes of several clusters. The name of the cluster in the owner label and the namespace differ everywhere, so
 * they do not count.
 */
final class Fold {

    private Fold() {}

    static Digest of(ObjectDraft object, Cluster cluster, String text) {
        var neutral = text.replace("gauntlet.io/cluster: " + cluster.name().value(), "gauntlet.io/cluster: *")
                .replace("namespace: " + cluster.namespace().value(), "namespace: *");
        return Digest.of(String.join(
                "\n",
                object.action().name(),
                object.ref().type().kind(),
                object.ref().name(),
                object.message(),
                object.conflicts().toString(),
                neutral));
    }
}
