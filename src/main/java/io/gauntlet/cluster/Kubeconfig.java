package io.gauntlet.cluster;

import io.gauntlet.kernel.BoundedYaml;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kubeconfig read with an allow-list: only keys that carry inline data are known. What could start a program, read a file,
 * go through a proxy or skip verification is refused with the reason, and so is every key that is not known. The client
 * library's own reader is never used, because it does all of that.
 */
final class Kubeconfig {

    private static final String FIELD = "kubeconfig";
    private static final Set<String> TOP = Set.of(
            "apiVersion", "kind", "clusters", "contexts", "users", "current-context", "preferences", "extensions");
    private static final Set<String> CONTEXT = Set.of("cluster", "user", "namespace", "extensions");

    private final Map<String, Map<String, Object>> clusters;
    private final Map<String, Map<String, Object>> users;
    private final Map<String, Map<String, Object>> contexts;
    private final Optional<String> currentContext;

    private Kubeconfig(Map<String, Object> document) {
        var problems = new ArrayList<FieldProblem>();
        unknownKeys("", document, TOP, problems);
        clusters = named(document, "clusters", "cluster", problems);
        users = named(document, "users", "user", problems);
        contexts = named(document, "contexts", "context", problems);
        currentContext = document.get("current-context") instanceof String text && !text.isEmpty()
                ? Optional.of(text)
                : Optional.empty();
        if (contexts.isEmpty() && problems.isEmpty()) {
            problems.add(new FieldProblem(
                    FIELD,
                    "The kubeconfig has no contexts.",
                    "Paste a whole kubeconfig: kubectl config view --raw --flatten --minify."));
        }
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
    }

    static Kubeconfig read(Secret text) {
        return new Kubeconfig(BoundedYaml.loadMap(FIELD, text.reveal()));
    }

    List<String> contexts() {
        return List.copyOf(contexts.keySet());
    }

    Optional<String> currentContext() {
        return currentContext.filter(contexts::containsKey);
    }

    /** The namespace that a context names. */
    Optional<String> namespaceOf(String context) {
        return contexts.containsKey(context) && contexts.get(context).get("namespace") instanceof String namespace
                ? Optional.of(namespace)
                : Optional.empty();
    }

    /**
     * Address and credentials of a context.
     *
     * @param wanted null means the current context, or the only one
     * @throws DomainException.Invalid with everything that is wrong with the context, its cluster and its user
     */
    ClusterAccess access(@Nullable String wanted) {
        var name = choose(wanted);
        var context = java.util.Objects.requireNonNull(contexts.get(name));
        var path = "contexts[" + name + "]";
        var problems = new ArrayList<FieldProblem>();
        unknownKeys(path, context, CONTEXT, problems);
        var cluster = referenced(context, "cluster", clusters, path, problems);
        var user = referenced(context, "user", users, path, problems);
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        var access = KubeconfigEntries.access(
                "clusters[" + context.get("cluster") + "]",
                cluster,
                "users[" + context.get("user") + "]",
                user,
                problems);
        if (!problems.isEmpty() || access.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        return access.get();
    }

    private String choose(@Nullable String wanted) {
        if (wanted != null && !wanted.isBlank()) {
            if (!contexts.containsKey(wanted)) {
                throw DomainException.Invalid.of(
                        "context",
                        "The kubeconfig has no context '" + wanted + "'.",
                        "Choose one of: " + String.join(", ", contexts.keySet()) + ".");
            }
            return wanted;
        }
        if (currentContext().isPresent()) {
            return currentContext().get();
        }
        if (contexts.size() == 1) {
            return contexts.keySet().iterator().next();
        }
        throw DomainException.Invalid.of(
                "context",
                "The kubeconfig has several contexts and no current one.",
                "Choose one of: " + String.join(", ", contexts.keySet()) + ".");
    }

    private static Map<String, Object> referenced(
            Map<String, Object> context,
            String key,
            Map<String, Map<String, Object>> entries,
            String path,
            List<FieldProblem> problems) {
        if (context.get(key) instanceof String name && entries.containsKey(name)) {
            return entries.get(name);
        }
        problems.add(new FieldProblem(
                path + "." + key,
                "The context names no " + key + " of this kubeconfig.",
                "Paste the whole kubeconfig, with its " + key + "s."));
        return Map.of();
    }

    private static Map<String, Map<String, Object>> named(
            Map<String, Object> document, String list, String key, List<FieldProblem> problems) {
        var entries = new LinkedHashMap<String, Map<String, Object>>();
        if (!(document.getOrDefault(list, List.of()) instanceof List<?> items)) {
            problems.add(
                    new FieldProblem(list, "It is not a list.", "Write a list of entries with name and " + key + "."));
            return entries;
        }
        for (var item : items) {
            if (item instanceof Map<?, ?> entry
                    && entry.get("name") instanceof String name
                    && entry.get(key) instanceof Map<?, ?> content) {
                unknownKeys(list, BoundedYaml.asMap(FIELD, entry), Set.of("name", key), problems);
                entries.put(name, BoundedYaml.asMap(FIELD, content));
            } else {
                problems.add(new FieldProblem(
                        list,
                        "An entry has no name or no " + key + ".",
                        "Give each entry a name and a " + key + " mapping."));
            }
        }
        return entries;
    }

    static void unknownKeys(String path, Map<String, Object> map, Set<String> known, List<FieldProblem> problems) {
        for (var key : map.keySet()) {
            if (!known.contains(key)) {
                problems.add(new FieldProblem(
                        path.isEmpty() ? key : path + "." + key,
                        "The key '" + key + "' is not known.",
                        "Remove it; if the cluster cannot be reached without it, it cannot be added."));
            }
        }
    }
}
