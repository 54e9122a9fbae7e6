package io.gauntlet.sandbox.api;

/**
 * Where an object is.
 *
 * @param namespace empty for cluster-wide kinds
 */
record ObjectKey(ResourceKind kind, String namespace, String name) {

    static ObjectKey of(ResourceKind kind, String namespace, String name) {
        return new ObjectKey(kind, kind.namespaced() ? namespace : "", name);
    }

    /** The order in which objects of a kind are listed. */
    String position() {
        return namespace + "/" + name;
    }
}
