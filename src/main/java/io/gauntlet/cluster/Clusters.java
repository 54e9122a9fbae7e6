package io.gauntlet.cluster;

import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The inventory of clusters. */
public interface Clusters {

    /** Saves a cluster and its credentials; nothing is sent to it. */
    Cluster register(RegisterCluster command);

    Cluster get(ClusterId id);

    /** The one with this name that is not retired. */
    Cluster get(ResourceName name);

    Optional<Cluster> find(ResourceName name);

    /** Every cluster that is not retired, by name. */
    List<Cluster> all();

    /** How many of these may be pushed to: neither disabled nor retired. */
    int countEnabled(Collection<ClusterId> ids);

    /** Those of {@link #all()} whose labels match. */
    List<Cluster> matching(LabelSelector selector);

    /**
     * A page by name.
     *
     * @param query part of a name, display name or label; null means all
     */
    Page<Cluster> page(@Nullable String query, LabelSelector selector, @Nullable String after, int limit);

    /** Changes display name, labels or state under optimistic locking. */
    Cluster edit(EditCluster command);

    /** Replaces address and credentials by those of a kubeconfig. */
    Cluster renewCredentials(RenewCredentials command);

    /** Takes the cluster out of the fleet and forgets its credentials; nothing in the cluster is deleted. */
    void retire(ClusterId id, int version);

    /** Remembers what the API server said of its version; a new version changes what is rendered. */
    void observedVersion(ClusterId id, String kubernetesVersion);
}
