package io.gauntlet.status;

import io.gauntlet.kernel.ResourceName;

/** How the clusters are. Answers come from the last look at each of them; nothing is asked of a cluster here. */
public interface StatusBoard {

    /** The whole fleet, at most a few seconds old; what the same process changed is always in it. */
    FleetStatus fleet();

    /**
     * One cluster.
     *
     * @throws io.gauntlet.kernel.DomainException.NotFound when the fleet has no cluster of this name
     */
    ClusterStatus cluster(ResourceName name);

    /** Looks at all clusters again within a second or so. */
    void sweepSoon();
}
