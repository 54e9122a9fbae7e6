package io.gauntlet.delivery;

import io.gauntlet.kernel.BoundedYaml;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.rendering.Manifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What the way from one set of objects to another means for monitoring: alerts and recording rules, replicas and images. Secrets
 * are never read.
 */
final class ChangeMeaning {

    private static final int MOST = 200;
    private static final int LONGEST = 300;
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])\\d+(?:\\.\\d+)?(?![\\w.])");
    private static final List<String> COMPARED = List.of("expr", "for", "keep_firing_for", "labels", "annotations");

    private ChangeMeaning() {}

    /** At most 200 sentences, rules first. */
    static List<String> of(Collection<Manifest> before, Collection<Manifest> after) {
        var result = new ArrayList<String>();
        compare(rules(before), rules(after), result);
        compare(workloads(before), workloads(after), result);
        return result.size() <= MOST ? result : result.subList(0, MOST);
    }

    /** What each rule or workload says, by its name, field by field. */
    private static void compare(
            Map<String, Map<String, String>> before, Map<String, Map<String, String>> after, List<String> into) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (var name : names) {
            var old = before.get(name);
            var future = after.get(name);
            if (old == null) {
                into.add(name + ": added");
            } else if (future == null) {
                into.add(name + ": removed");
            } else {
                fields(name, old, future, into);
            }
        }
    }

    private static void fields(String name, Map<String, String> old, Map<String, String> future, List<String> into) {
        var fields = new TreeSet<>(old.keySet());
        fields.addAll(future.keySet());
        for (var field : fields) {
            var was = old.getOrDefault(field, "");
            var is = future.getOrDefault(field, "");
            if (!was.equals(is)) {
                into.add(cut(name + ": " + field + " " + change(was, is)));
            }
        }
    }

    /** Two texts that differ in one number alone are told by that number. */
    private static String change(String was, String is) {
        var oldNumbers =
                NUMBER.matcher(was).results().map(found -> found.group()).toList();
        var newNumbers =
                NUMBER.matcher(is).results().map(found -> found.group()).toList();
        if (oldNumbers.size() == newNumbers.size()
                && NUMBER.matcher(was).replaceAll("#").equals(NUMBER.matcher(is).replaceAll("#"))) {
            var changes = new ArrayList<String>();
            for (var i = 0; i < oldNumbers.size(); i++) {
                if (!oldNumbers.get(i).equals(newNumbers.get(i))) {
                    changes.add(oldNumbers.get(i) + " → " + newNumbers.get(i));
                }
            }
            return String.join(", ", changes);
        }
        return (was.isEmpty() ? "(none)" : was) + " → " + (is.isEmpty() ? "(none)" : is);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static Map<String, Map<String, String>> rules(Collection<Manifest> manifests) {
        var result = new TreeMap<String, Map<String, String>>();
        for (var manifest : manifests) {
            if ("ConfigMap".equals(manifest.ref().type().kind())) {
                for (var file : Json.read(manifest.json()).path("data").properties()) {
                    var text = file.getValue().asString("");
                    if (file.getKey().endsWith(".yaml") && text.startsWith("groups:")) {
                        groups(manifest.component(), text, result);
                    }
                }
            }
        }
        return result;
    }

    private static void groups(String component, String text, Map<String, Map<String, String>> into) {
        try {
            for (var group : list(BoundedYaml.loadMap("rules", text).get("groups"))) {
                for (var rule : list(group.get("rules"))) {
                    var name = Objects.toString(rule.get("alert"), Objects.toString(rule.get("record"), "?"));
                    var key = component + " " + group.get("name") + " / " + name;
                    var unique = key;
                    for (var copy = 2; into.containsKey(unique); copy++) {
                        unique = key + " (" + copy + ")";
                    }
                    into.put(unique, said(rule));
                }
            }
        } catch (DomainException.Invalid notRules) {
            into.put(component + ": a rule file that cannot be read", Map.of("text", text));
        }
    }

    private static Map<String, String> said(Map<String, Object> rule) {
        var result = new LinkedHashMap<String, String>();
        for (var field : COMPARED) {
            if (rule.get(field) instanceof Map<?, ?> map) {
                map.forEach((key, value) -> result.put(field + "." + key, Objects.toString(value, "")));
            } else if (rule.get(field) != null) {
                result.put(field, Objects.toString(rule.get(field), "").strip());
            }
        }
        return result;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof List<?> items
                ? items.stream()
                        .filter(Map.class::isInstance)
                        .map(item -> (Map<String, Object>) item)
                        .toList()
                : List.of();
    }

    private static Map<String, Map<String, String>> workloads(Collection<Manifest> manifests) {
        var result = new TreeMap<String, Map<String, String>>();
        for (var manifest : manifests) {
            if (Refs.workload(manifest.ref())) {
                var said = new LinkedHashMap<String, String>();
                var spec = Json.read(manifest.json()).path("spec");
                if (spec.has("replicas")) {
                    said.put("replicas", spec.path("replicas").asString(""));
                }
                var pod = spec.path("template").path("spec");
                containers(pod.path("initContainers"), said);
                containers(pod.path("containers"), said);
                result.put(manifest.ref().type().kind() + " " + manifest.ref().name(), said);
            }
        }
        return result;
    }

    private static void containers(JsonNode containers, Map<String, String> into) {
        for (var container : containers.values()) {
            var name = container.path("name").asString("");
            into.put(name + " image", container.path("image").asString(""));
            for (var argument : container.path("args").values()) {
                var text = argument.asString("");
                var cut = text.indexOf('=');
                var flag = cut < 0 ? text : text.substring(0, cut);
                into.merge(
                        name + " " + flag, cut < 0 ? "set" : text.substring(cut + 1), (old, more) -> old + ", " + more);
            }
        }
    }
}
