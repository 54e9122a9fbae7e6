package io.gauntlet.cluster;

/** Opens the way to a cluster. Connections are pooled and rebuilt when credentials change. */
public interface ClusterConnections {

    /**
     * Nothing is sent before the first call on the result.
     *
     * @throws ClusterCallException with {@code UNAUTHORIZED} when the cluster has no credentials
     */
    ClusterApi api(ClusterId cluster);
}
