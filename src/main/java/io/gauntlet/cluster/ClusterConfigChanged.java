package io.gauntlet.cluster;

import java.util.Set;

/**
 * What these clusters should run has changed. Published by every module that holds configuration, inside the transaction of
 * the change; delivery raises the desired generation of each cluster in the same transaction.
 *
 * @param cause short text for people, such as {@code rule group 'node' changed}; no secrets
 */
public record ClusterConfigChanged(Set<ClusterId> clusters, String cause) {

    public ClusterConfigChanged {
        clusters = Set.copyOf(clusters);
    }
}
