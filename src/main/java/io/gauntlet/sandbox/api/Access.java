package io.gauntlet.sandbox.api;

import tools.jackson.databind.JsonNode;

/**
 * What somebody wants to do.
 *
 * @param path        of a request for no object; empty otherwise
 * @param subresource empty for the object itself
 */
record Access(String verb, String group, String resource, String subresource, Target target, String path) {

    /** The object, where it is known; both empty for all of them. */
    record Target(String namespace, String name) {}

    static Access toPath(String verb, String path) {
        return new Access(verb, "", "", "", new Target("", ""), path);
    }

    static Access to(String verb, ResourceKind kind, String subresource, Target target) {
        return new Access(verb, kind.group(), kind.plural(), subresource, target, "");
    }

    String namespace() {
        return target.namespace();
    }

    private String fullResource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }

    /** Whether a rule of a role allows this. */
    boolean isAllowedBy(JsonNode rule) {
        if (!lists(rule.path("verbs"), verb)) {
            return false;
        }
        if (!path.isEmpty()) {
            for (var allowed : rule.path("nonResourceURLs")) {
                var text = allowed.asString("");
                if (text.equals("*")
                        || text.equals(path)
                        || text.endsWith("*") && path.startsWith(text.substring(0, text.length() - 1))) {
                    return true;
                }
            }
            return false;
        }
        var names = rule.path("resourceNames");
        return lists(rule.path("apiGroups"), group)
                && (lists(rule.path("resources"), fullResource())
                        || !subresource.isEmpty() && lists(rule.path("resources"), "*/" + subresource))
                && (names.isEmpty() || !target.name().isEmpty() && lists(names, target.name()));
    }

    private static boolean lists(JsonNode values, String wanted) {
        for (var value : values) {
            var text = value.asString("");
            if (text.equals("*") || text.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Why this is refused, in the words of the API. */
    String refusal(User user) {
        return "User \"" + user.name() + "\" cannot " + verb + " resource \"" + fullResource() + "\" in API group \""
                + group
                + "\" "
                + (namespace().isEmpty() ? "at the cluster scope" : "in the namespace \"" + namespace() + "\"");
    }
}
