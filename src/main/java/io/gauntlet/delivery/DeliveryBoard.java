package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Where each cluster stands between what it should run and what was applied. */
public interface DeliveryBoard {

    /** One entry for each of the clusters. */
    Map<ClusterId, State> states(Collection<ClusterId> clusters);

    /** Number of clusters with changes that were not pushed yet, for the top bar. */
    int unpushedClusters();

    /**
     * @param desired  raised by every change of the configuration
     * @param applied  the desired generation that the last successful rollout brought; 0 before the first
     * @param revision number of the revision that was applied last
     * @param rollout  the running rollout that has this cluster as a target
     */
    record State(
            ClusterId cluster,
            long desired,
            long applied,
            Optional<Integer> revision,
            Optional<Instant> appliedAt,
            Optional<RolloutId> rollout) {

        public boolean unpushed() {
            return desired > applied;
        }
    }
}
