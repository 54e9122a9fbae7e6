package io.gauntlet.delivery;

import tools.jackson.databind.JsonNode;

/**
 * A request to change one object, as the API server of a cluster saw it.
 *
 * @param process who sent it
 * @param path    of the object, without a query
 * @param body    what was sent: the object, or the options of a delete
 * @param status  of the answer; 0 when the request never reached the API server
 * @param version of the object in the answer; empty when there was none
 */
record WireWrite(
        String process, String cluster, String method, String path, JsonNode body, int status, String version) {

    boolean accepted() {
        return status / 100 == 2;
    }

    boolean delete() {
        return "DELETE".equals(method);
    }

    /** The version to which the request is bound; empty when it is bound to none. */
    String boundVersion() {
        return (delete() ? body.path("preconditions") : body.path("metadata"))
                .path("resourceVersion")
                .asString("");
    }

    /** The identity to which the request is bound; empty when it is bound to none. */
    String boundUid() {
        return (delete() ? body.path("preconditions") : body.path("metadata"))
                .path("uid")
                .asString("");
    }

    /** Whether something is different after it. */
    boolean changed() {
        return accepted() && (delete() || !version.equals(boundVersion()));
    }

    @Override
    public String toString() {
        return process + ": " + method + " " + path + " of " + cluster + " bound to " + boundVersion() + " -> " + status
                + " " + version;
    }
}
