package io.gauntlet.cluster;

import java.util.List;
import java.util.Set;

/**
 * What these clusters should run has changed. Published by every module that holds configuration, inside the transaction of
 * the change; delivery raises the desired generation of each cluster in the same transaction.
 *
 * @param cause short text for people, such as {@code rule group 'node' changed}; no secrets
 * @param changes numbers under which the changed documents are kept; empty where no document changed
 */
public record ClusterConfigChanged(Set<ClusterId> clusters, String cause, List<Long> changes) {

    public ClusterConfigChanged {
        clusters = Set.copyOf(clusters);
        changes = List.copyOf(changes);
    }

    /** Something other than a document changed. */
    public ClusterConfigChanged(Set<ClusterId> clusters, String cause) {
        this(clusters, cause, List.of());
    }
}
