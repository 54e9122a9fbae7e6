package io.gauntlet.delivery;

import io.gauntlet.bucket.BucketId;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.Plan.ClusterStatus;
import io.gauntlet.delivery.PlannedObject.Action;
import io.gauntlet.kernel.Digest;
import io.gauntlet.rendering.Manifest;
import io.gauntlet.rendering.ManifestSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The planner's result for one cluster. */
record ClusterDraft(
        ClusterId cluster,
        ClusterStatus status,
        String message,
        Optional<Basis> basis,
        List<ManifestSet.Notice> notices,
        List<Manifest> manifests,
        List<ObjectDraft> objects) {

    /**
     * What the plan was made from; the push refuses when it is not the same any more.
     *
     * @param digest  over the rendered objects
     * @param leftOut changes that wait for the cluster and are not in it
     */
    record Basis(
            long generation,
            Digest digest,
            int minor,
            boolean gatewayApi,
            Optional<BucketId> bucket,
            boolean compactor,
            Set<Long> leftOut) {}

    static ClusterDraft without(ClusterId cluster, ClusterStatus status, String message) {
        return new ClusterDraft(cluster, status, message, Optional.empty(), List.of(), List.of(), List.of());
    }

    int count(Action action) {
        return (int)
                objects.stream().filter(object -> object.action() == action).count();
    }
}
