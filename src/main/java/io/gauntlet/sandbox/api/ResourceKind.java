package io.gauntlet.sandbox.api;

/**
 * A kind that the API serves.
 *
 * @param group  empty for the core group
 * @param traits words that say what is special about it
 */
record ResourceKind(String group, String version, String kind, String plural, boolean namespaced, Traits traits) {

    /**
     * What is special about a kind.
     *
     * @param generations whether a change of the spec raises metadata.generation
     * @param status      whether the status is written through a subresource of its own
     * @param deletedBody whether a deletion answers with the object, not with a Status
     */
    record Traits(boolean generations, boolean status, boolean deletedBody) {}

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Name of the collection in the store. */
    String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    FieldType.Struct type() {
        return FieldTable.of(kind);
    }
}
