package io.gauntlet.sandbox.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** What a cluster says about itself: version, groups and kinds. */
final class ApiGroups {

    private static final List<String> REVIEW_GROUPS = List.of("authentication.k8s.io", "authorization.k8s.io");
    private static final String VERBS = "create,delete,get,list,patch,update,watch";

    private final String version;
    private final boolean gateway;

    ApiGroups(String version, boolean gateway) {
        this.version = version;
        this.gateway = gateway;
    }

    boolean serves(ResourceKind kind) {
        return gateway || !kind.group().equals(ResourceKinds.GATEWAY_GROUP);
    }

    ObjectNode version() {
        var parts = version.substring(1).split("\\.", -1);
        return Json.object()
                .put("major", parts[0])
                .put("minor", parts[1])
                .put("gitVersion", version)
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "2026-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "gc")
                .put("platform", "linux/amd64");
    }

    ObjectNode versions() {
        var answer = Json.object().put("kind", "APIVersions").put("apiVersion", "v1");
        answer.putArray("versions").add("v1");
        answer.putArray("serverAddressByClientCIDRs");
        return answer;
    }

    ObjectNode groups() {
        var answer = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        var groups = answer.putArray("groups");
        names().forEach(name -> groups.add(describe(name)));
        return answer;
    }

    private Set<String> names() {
        var names = new TreeSet<>(REVIEW_GROUPS);
        for (var kind : ResourceKinds.all()) {
            if (!kind.group().isEmpty() && serves(kind)) {
                names.add(kind.group());
            }
        }
        return names;
    }

    boolean has(String group) {
        return names().contains(group);
    }

    ObjectNode group(String name) {
        return describe(name).put("kind", "APIGroup").put("apiVersion", "v1");
    }

    private static ObjectNode describe(String name) {
        var group = Json.object().put("name", name);
        group.putArray("versions").addObject().put("groupVersion", name + "/v1").put("version", "v1");
        group.putObject("preferredVersion").put("groupVersion", name + "/v1").put("version", "v1");
        return group;
    }

    ObjectNode resources(String group) {
        var answer = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
        answer.put("groupVersion", group.isEmpty() ? "v1" : group + "/v1");
        var resources = answer.putArray("resources");
        for (var kind : ResourceKinds.all()) {
            if (kind.group().equals(group) && serves(kind)) {
                resources.add(resource(kind, kind.plural(), VERBS));
                if (kind.traits().status()) {
                    resources.add(resource(kind, kind.plural() + "/status", "get,patch,update"));
                }
            }
        }
        switch (group) {
            case "authentication.k8s.io" -> resources.add(review("selfsubjectreviews", "SelfSubjectReview"));
            case "authorization.k8s.io" -> resources.add(review("selfsubjectaccessreviews", "SelfSubjectAccessReview"));
            default -> {}
        }
        return answer;
    }

    private static ObjectNode resource(ResourceKind kind, String name, String verbs) {
        var resource = Json.object().put("name", name);
        resource.put("singularName", name.contains("/") ? "" : kind.kind().toLowerCase(Locale.ROOT));
        resource.put("namespaced", kind.namespaced()).put("kind", kind.kind());
        Arrays.stream(verbs.split(",", -1)).forEach(resource.putArray("verbs")::add);
        return resource;
    }

    private static ObjectNode review(String name, String kind) {
        var resource = Json.object().put("name", name).put("singularName", kind.toLowerCase(Locale.ROOT));
        resource.put("namespaced", false).put("kind", kind).putArray("verbs").add("create");
        return resource;
    }
}
