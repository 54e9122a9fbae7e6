package io.gauntlet.sandbox.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** Decides by the roles and bindings that are stored in the cluster. */
final class Authorizer {

    private final ObjectStore store;

    Authorizer(ObjectStore store) {
        this.store = store;
    }

    /** A binding that holds for a user, with the rules of its role. */
    private record Grant(String description, JsonNode rules) {}

    boolean allows(User user, Access access) {
        return user.mayEverything() || reason(user, access).isPresent();
    }

    /** Which binding allows it; empty if none does. */
    Optional<String> reason(User user, Access access) {
        for (var grant : grants(user, access.namespace())) {
            for (var rule : grant.rules()) {
                if (access.isAllowedBy(rule)) {
                    return Optional.of("RBAC: allowed by " + grant.description());
                }
            }
        }
        return Optional.empty();
    }

    private List<Grant> grants(User user, String namespace) {
        var grants = new ArrayList<Grant>();
        collect(user, ResourceKinds.named("ClusterRoleBinding"), "", grants);
        if (!namespace.isEmpty()) {
            collect(user, ResourceKinds.named("RoleBinding"), namespace, grants);
        }
        return grants;
    }

    private void collect(User user, ResourceKind kind, String namespace, List<Grant> grants) {
        for (var binding : store.list(kind, namespace).objects()) {
            var tree = store.read(binding);
            for (var subject : tree.path("subjects")) {
                if (isSubject(user, subject, namespace)) {
                    grants.add(grant(kind, binding.key(), tree.path("roleRef"), subject));
                    break;
                }
            }
        }
    }

    private Grant grant(ResourceKind kind, ObjectKey binding, JsonNode role, JsonNode subject) {
        var type = Json.text(role, "kind");
        var key = ObjectKey.of(ResourceKinds.named(type), binding.namespace(), Json.text(role, "name"));
        var rules = store.find(key)
                .<JsonNode>map(found -> store.read(found).path("rules"))
                .orElse(Json.object());
        var name = binding.name() + (binding.namespace().isEmpty() ? "" : "/" + binding.namespace());
        var who = Json.text(subject, "name");
        if (Json.text(subject, "kind").equals("ServiceAccount")) {
            var own = Json.text(subject, "namespace");
            who += "/" + (own.isEmpty() ? binding.namespace() : own);
        }
        var description = kind.kind() + " \"" + name + "\" of " + type + " \"" + key.name() + "\" to "
                + Json.text(subject, "kind") + " \"" + who + "\"";
        return new Grant(description, rules);
    }

    private static boolean isSubject(User user, JsonNode subject, String namespace) {
        var name = Json.text(subject, "name");
        return switch (Json.text(subject, "kind")) {
            case "User" -> user.name().equals(name);
            case "Group" -> user.groups().contains(name);
            case "ServiceAccount" -> {
                var own = Json.text(subject, "namespace");
                yield user.name().equals("system:serviceaccount:" + (own.isEmpty() ? namespace : own) + ":" + name);
            }
            default -> false;
        };
    }

    /** Refuses to let somebody hand out rights that they do not have themselves. */
    void requireNoEscalation(User user, ObjectKey key, JsonNode object) {
        var kind = key.kind();
        if (user.mayEverything() || !kind.group().equals("rbac.authorization.k8s.io")) {
            return;
        }
        var role = kind.kind().endsWith("Role");
        var verb = role ? "escalate" : "bind";
        var roleKind = role
                ? kind
                : ResourceKinds.find(Json.text(object, "roleRef", "kind")).orElse(kind);
        var roleName = role ? key.name() : Json.text(object, "roleRef", "name");
        var target = new Access.Target(key.namespace(), roleName);
        if (allows(user, Access.to(verb, roleKind, "", target))) {
            return;
        }
        var rules = role
                ? object.path("rules")
                : store.find(ObjectKey.of(roleKind, key.namespace(), roleName))
                        .<JsonNode>map(found -> store.read(found).path("rules"))
                        .orElse(Json.object());
        var missing = new StringJoiner("\n");
        for (var rule : rules) {
            if (!holds(user, key.namespace(), rule)) {
                missing.add(RuleText.of(rule));
            }
        }
        if (missing.length() > 0) {
            var groups = new StringJoiner(" ", "[", "]");
            user.groups().forEach(group -> groups.add("\"" + group + "\""));
            throw Failures.forbidden(
                    kind,
                    key.name(),
                    "user \"" + user.name() + "\" (groups=" + groups
                            + ") is attempting to grant RBAC permissions not currently held:\n" + missing);
        }
    }

    private boolean holds(User user, String namespace, JsonNode rule) {
        for (var verb : rule.path("verbs")) {
            for (var path : rule.path("nonResourceURLs")) {
                if (!allows(user, Access.toPath(verb.asString(""), path.asString("")))) {
                    return false;
                }
            }
            for (var group : rule.path("apiGroups")) {
                for (var resource : rule.path("resources")) {
                    if (!holds(user, namespace, rule, verb.asString(""), new String[] {
                        group.asString(""), resource.asString("")
                    })) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private boolean holds(User user, String namespace, JsonNode rule, String verb, String[] groupAndResource) {
        var parts = groupAndResource[1].split("/", 2);
        var subresource = parts.length > 1 ? parts[1] : "";
        var names = rule.path("resourceNames")
                .valueStream()
                .map(name -> name.asString(""))
                .toList();
        for (var name : names.isEmpty() ? List.of("") : names) {
            var target = new Access.Target(namespace, name);
            if (!allows(user, new Access(verb, groupAndResource[0], parts[0], subresource, target, ""))) {
                return false;
            }
        }
        return true;
    }
}
