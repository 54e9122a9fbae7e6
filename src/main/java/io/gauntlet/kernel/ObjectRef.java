package io.gauntlet.kernel;

/**
 * Names one Kubernetes object of a cluster.
 *
 * @param namespace empty for cluster-wide kinds
 */
public record ObjectRef(ResourceType type, String namespace, String name) {

    public String path() {
        return type.path(namespace) + "/" + name;
    }

    /** For people: {@code StatefulSet monitoring/prometheus}. */
    @Override
    public String toString() {
        return type.kind() + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
