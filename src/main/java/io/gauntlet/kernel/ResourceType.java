package io.gauntlet.kernel;

/**
 * A kind of Kubernetes objects and where its collection lives.
 *
 * @param group      API group, empty for the core group
 * @param version    version within the group
 * @param kind       singular CamelCase name
 * @param plural     name in URLs
 * @param namespaced whether its objects live in a namespace
 */
public record ResourceType(String group, String version, String kind, String plural, boolean namespaced) {

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Path of the collection, without a trailing slash; an empty namespace means the collection over all of them. */
    public String path(String namespace) {
        var base = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return namespaced && !namespace.isEmpty()
                ? base + "/namespaces/" + namespace + "/" + plural
                : base + "/" + plural;
    }
}
