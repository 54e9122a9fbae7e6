package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.workload.ClusterObjects;
import io.gauntlet.sandbox.workload.LiveCluster;
import io.gauntlet.sandbox.workload.SimulationDelays;
import io.gauntlet.sandbox.workload.Timeline;
import java.util.function.BiPredicate;

/**
 * The living part of one cluster: its controllers and the answers of its pods. The API in front calls {@code
 * live().touched()} after every write.
 */
public record SimulatedCluster(LiveCluster live, PodEndpoints endpoints) {

    /**
     * Brings the objects of a cluster to life; the timeline may be shared by all clusters.
     *
     * @param isStuck whether the files of a pod, by namespace and name, are not renewed at the moment
     */
    public static SimulatedCluster of(
            ClusterObjects objects, Timeline timeline, SimulationDelays delays, BiPredicate<String, String> isStuck) {
        var live = new LiveCluster(objects, timeline, delays, isStuck);
        live.touched();
        return new SimulatedCluster(live, new PodEndpoints(live));
    }
}
