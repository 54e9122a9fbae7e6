package io.gauntlet.routing;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Alertmanager configurations of the fleet. */
public interface Routings {

    Routing add(AddRouting command);

    Routing get(RoutingId id);

    Routing get(ResourceName name);

    Optional<Routing> find(ResourceName name);

    Page<Routing> page(@Nullable String after, int limit);

    Routing edit(EditRouting command);

    void remove(RoutingId id, int version);

    /** The configuration for a cluster with these labels, secrets opened; empty when no routing selects it. */
    Optional<AlertmanagerConfig> forCluster(LabelSet clusterLabels);

    /** Like {@link #forCluster}, for many clusters with a constant number of queries; clusters without one are left out. */
    Map<ClusterId, AlertmanagerConfig> forClusters(Map<ClusterId, LabelSet> clusterLabels);

    /** @param yaml an alertmanager.yml; inline secrets are taken out, encrypted and replaced by files */
    record AddRouting(String name, LabelSelector selector, int position, String yaml) {}

    /**
     * Changes what is not null. Secrets that the new text refers to as files are kept, those it holds inline replace them. A URL
     * of a receiver that changes host drops the secret that belonged to it.
     */
    record EditRouting(
            RoutingId id,
            int version,
            @Nullable LabelSelector selector,
            @Nullable Integer position,
            @Nullable String yaml) {}
}
