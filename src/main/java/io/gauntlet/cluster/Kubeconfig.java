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
    private static final String WHOLE = "Paste a whole kubeconfig: kubectl config view --raw --flatten --minify.";
    private static final Set<String> TOP = Set.of(
            "apiVersion", "kind", "clusters", "contexts", "users", "current-context", "preferences", "extensions");
    private static final Set<String> CONTEXT = Set.of("cluster", "user", "namespace", "extensions");
    private static final int MAX_ENTRIES = 500;

    /** What is wrong with the document as a whole, whatever context is chosen. */
    private final List<FieldProblem> problems = new ArrayList<>();

    private final Map<String, Map<String, Object>> clusters;
    private final Map<String, Map<String, Object>> users;
    private final Map<String, Map<String, Object>> contexts;
    private final Optional<String> currentContext;

    private Kubeconfig(Map<String, Object> document) {
        unknownKeys("", document, TOP, problems);
        expect(document, "kind", "Config");
        expect(document, "apiVersion", "v1");
        clusters = named(document, "clusters", "cluster");
        users = named(document, "users", "user");
        contexts = named(document, "contexts", "context");
        currentContext = document.get("current-context") instanceof String text && !text.isEmpty()
                ? Optional.of(text)
                : Optional.empty();
        if (contexts.isEmpty() && problems.isEmpty()) {
            problems.add(new FieldProblem(FIELD, "The kubeconfig has no contexts.", WHOLE));
        }
    }

    /** @throws DomainException.Invalid when the text is no kubeconfig at all */
    static Kubeconfig read(Secret text) {
        if (text.isBlank()) {
            throw DomainException.Invalid.of(FIELD, "There is no kubeconfig.", WHOLE);
        }
        try {
            return new Kubeconfig(BoundedYaml.loadMap(FIELD, text.reveal()));
        } catch (DomainException.Invalid invalid) {
            // The parser quotes what it stumbles over, which may be a part of a credential.
            var where = invalid.problems().getFirst().reason().replaceFirst("(?s)^(Line \\d+, column \\d+)?.*$", "$1");
            var reason = invalid.problems().getFirst().reason();
            var harmless = reason.startsWith("The text ") || reason.startsWith("The document ");
            throw DomainException.Invalid.of(
                    FIELD,
                    harmless ? reason : (where.isEmpty() ? "" : where + ": ") + "This is not YAML of a kubeconfig.",
                    WHOLE);
        }
    }

    List<String> contexts() {
        return List.copyOf(contexts.keySet());
    }

    List<FieldProblem> problems() {
        return List.copyOf(problems);
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

    /** The address that a context leads to; empty when it names none that is allowed. */
    String addressOf(String context) {
        return contexts.getOrDefault(context, Map.of()).get("cluster") instanceof String cluster
                        && clusters.getOrDefault(cluster, Map.of()).get("server") instanceof String server
                        && KubeconfigEntries.address(server).isEmpty()
                ? server
                : "";
    }

    /**
     * Address and credentials of a context.
     *
     * @param wanted null means the current context, or the only one
     * @throws DomainException.Invalid with everything that is wrong with the document, the context, its cluster and its user
     */
    ClusterAccess access(@Nullable String wanted) {
        var found = new ArrayList<>(problems);
        var access = choose(wanted, found).flatMap(name -> access(name, found));
        if (!found.isEmpty() || access.isEmpty()) {
            throw new DomainException.Invalid(found);
        }
        return access.get();
    }

    private Optional<ClusterAccess> access(String name, List<FieldProblem> found) {
        var context = contexts.getOrDefault(name, Map.of());
        var path = "contexts[" + name + "]";
        unknownKeys(path, context, CONTEXT, found);
        var cluster = referenced(context, "cluster", clusters, path, found);
        var user = referenced(context, "user", users, path, found);
        if (cluster.isEmpty() || user.isEmpty()) {
            return Optional.empty();
        }
        return KubeconfigEntries.access(
                new KubeconfigEntries.Entry("clusters[" + context.get("cluster") + "]", cluster.get()),
                new KubeconfigEntries.Entry("users[" + context.get("user") + "]", user.get()),
                found);
    }

    private Optional<String> choose(@Nullable String wanted, List<FieldProblem> found) {
        if (wanted != null && !wanted.isBlank()) {
            if (contexts.containsKey(wanted)) {
                return Optional.of(wanted);
            }
            found.add(new FieldProblem("context", "The kubeconfig has no context '" + wanted + "'.", oneOf()));
            return Optional.empty();
        }
        if (currentContext().isPresent()) {
            return currentContext();
        }
        if (contexts.size() == 1) {
            return Optional.of(contexts.keySet().iterator().next());
        }
        if (!contexts.isEmpty()) {
            found.add(new FieldProblem("context", "The kubeconfig has several contexts and no current one.", oneOf()));
        }
        return Optional.empty();
    }

    private String oneOf() {
        return "Choose one of: " + String.join(", ", contexts.keySet()) + ".";
    }

    private static Optional<Map<String, Object>> referenced(
            Map<String, Object> context,
            String key,
            Map<String, Map<String, Object>> entries,
            String path,
            List<FieldProblem> found) {
        if (context.get(key) instanceof String name && entries.containsKey(name)) {
            return Optional.of(entries.get(name));
        }
        found.add(new FieldProblem(path + "." + key, "The context names no " + key + " of this kubeconfig.", WHOLE));
        return Optional.empty();
    }

    private void expect(Map<String, Object> document, String key, String value) {
        if (!value.equals(document.getOrDefault(key, value))) {
            problems.add(new FieldProblem(key, "It is not " + value + ", so this is no kubeconfig.", WHOLE));
        }
    }

    private Map<String, Map<String, Object>> named(Map<String, Object> document, String list, String key) {
        var entries = new LinkedHashMap<String, Map<String, Object>>();
        var found = document.get(list);
        if (found != null && !(found instanceof List<?>)) {
            problems.add(
                    new FieldProblem(list, "It is not a list.", "Write a list of entries with name and " + key + "."));
        }
        for (var item : found instanceof List<?> items ? items : List.of()) {
            if (entries.size() == MAX_ENTRIES) {
                problems.add(new FieldProblem(list, "There are more than " + MAX_ENTRIES + " entries.", WHOLE));
                break;
            }
            if (item instanceof Map<?, ?> entry
                    && entry.get("name") instanceof String name
                    && entry.get(key) instanceof Map<?, ?> content) {
                unknownKeys(list + "[" + name + "]", BoundedYaml.asMap(FIELD, entry), Set.of("name", key), problems);
                if (entries.put(name, BoundedYaml.asMap(FIELD, content)) != null) {
                    // Clients differ in which of the two they take.
                    problems.add(new FieldProblem(
                            list + "[" + name + "]", "Two entries have this name.", "Remove one of them."));
                }
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
                var shown = key.length() > 80 ? key.substring(0, 80) + "…" : key;
                problems.add(new FieldProblem(
                        path.isEmpty() ? shown : path + "." + shown,
                        "The key '" + shown + "' is not known.",
                        "Remove it; if the cluster cannot be reached without it, it cannot be added."));
            }
        }
    }
}
