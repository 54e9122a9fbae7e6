package io.gauntlet.delivery;

import io.gauntlet.kernel.ResourceName;

/** Whether the changes of a cluster wait for a person or are pushed by themselves, with the same plan, gates and audit. */
public interface SyncPolicies {

    SyncPolicy get(ResourceName cluster);

    /**
     * @param version of the policy that the caller has read
     * @throws io.gauntlet.kernel.DomainException.Stale when somebody changed it since
     */
    SyncPolicy set(ResourceName cluster, Sync sync, int version);

    /** The policy of one cluster. */
    record SyncPolicy(ResourceName cluster, Sync sync, int version) {}

    /** What happens to unpushed changes. */
    enum Sync {
        /** They wait for a person. */
        MANUAL,
        /** They are planned and pushed within a minute, except while the cluster is rolled back. */
        AUTOMATIC
    }
}
