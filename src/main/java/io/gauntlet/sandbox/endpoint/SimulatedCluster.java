package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.workload.ClusterObjects;
import io.gauntlet.sandbox.workload.LiveCluster;
import io.gauntlet.sandbox.workload.SimulationDelays;
import io.gauntlet.sandbox.workload.Timeline;

/**
 * The living part of one cluster: its controllers and the answers of its pods. The API in front calls {@code
 * live().touched()} after every write.
 */
public record SimulatedCluster(LiveCluster live, PodEndpoints endpoints) {

    /** Brings the objects of a cluster to life; the timeline may be shared by all clusters. */
    public static SimulatedCluster of(ClusterObjects objects, Timeline timeline, SimulationDelays delays) {
        var live = new LiveCluster(objects, timeline, delays);
        live.touched();
        return new SimulatedCluster(live, new PodEndpoints(live));
    }
}
