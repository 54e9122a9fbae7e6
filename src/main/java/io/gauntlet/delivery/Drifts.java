package io.gauntlet.delivery;

import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How clusters differ from what was applied to them, and the way back. */
public interface Drifts {

    /**
     * Clusters to which something was applied, by name, without their objects.
     *
     * @param state only those; null means all
     */
    Page<ClusterDrift> page(ClusterDrift.@Nullable State state, @Nullable String after, int limit);

    /** @throws io.gauntlet.kernel.DomainException.NotFound also when nothing was applied to the cluster yet */
    ClusterDrift get(ResourceName cluster);

    /** Empty when nothing was applied to the cluster yet. */
    Optional<ClusterDrift> find(ResourceName cluster);

    /**
     * Changes the policy of a cluster under optimistic locking. With a policy that heals, what differs now is healed too.
     *
     * @param version of the policy that was read
     */
    ClusterDrift setPolicy(ResourceName cluster, int version, DriftPolicy policy);

    /**
     * Compares the cluster now and returns when that is done.
     *
     * @throws io.gauntlet.kernel.DomainException.Conflict while a rollout works on the cluster
     * @throws io.gauntlet.cluster.ClusterCallException when the cluster gives no answer
     */
    ClusterDrift sweep(ResourceName cluster);

    /**
     * Starts bringing back what differs; exceptions of the policy are left as they are.
     *
     * @throws io.gauntlet.kernel.DomainException.Conflict when there is nothing to heal, or a rollout works on the cluster
     */
    Rollout heal(ResourceName cluster);

    /**
     * Heals objects again that something changed back after every heal.
     *
     * @throws io.gauntlet.kernel.DomainException.Conflict when there are none
     */
    ClusterDrift resume(ResourceName cluster);
}
