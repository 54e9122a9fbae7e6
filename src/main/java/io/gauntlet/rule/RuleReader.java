package io.gauntlet.rule;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.YamlText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads rule groups in the forms people have them in: a group, a rule file, a PrometheusRule object. */
final class RuleReader {

    private static final Set<String> FILE_KEYS = Set.of("groups");
    private static final Set<String> OBJECT_KEYS = Set.of("apiVersion", "kind", "metadata", "spec", "status");
    private static final int MAX_GROUPS = 1_000;

    private final List<FieldProblem> problems = new ArrayList<>();
    private final YamlText yaml;
    private final GroupCheck check;

    private RuleReader(String text, RuleGroup.Evaluator evaluator) {
        this.yaml = YamlText.parse("yaml", text);
        this.check = new GroupCheck(yaml, evaluator, problems);
    }

    /**
     * Reads one group: a mapping with {@code name} and {@code rules}, or a file that holds one.
     *
     * @throws DomainException.Invalid with everything that is wrong
     */
    static CheckedGroup group(String text, RuleGroup.Evaluator evaluator) {
        var reader = new RuleReader(text, evaluator);
        var map = reader.yaml.map();
        if (map.containsKey("groups") || map.containsKey("kind")) {
            var groups = reader.groups(map);
            if (groups.size() != 1) {
                reader.check.problem(
                        "", "The text holds " + groups.size() + " groups.", "Write one group, or import the file.");
            }
            return reader.done(groups).getFirst();
        }
        return reader.done(List.of(reader.check.check("", map))).getFirst();
    }

    /** Reads all groups of a file or an object. */
    static List<CheckedGroup> file(String text, RuleGroup.Evaluator evaluator) {
        var reader = new RuleReader(text, evaluator);
        return reader.done(reader.groups(reader.yaml.map()));
    }

    private List<CheckedGroup> groups(Map<String, ?> map) {
        if (!map.containsKey("kind")) {
            requireKeys("", map, FILE_KEYS);
            return list("groups", map.get("groups"));
        }
        requireKeys("", map, OBJECT_KEYS);
        if (!"PrometheusRule".equals(map.get("kind"))
                || !String.valueOf(map.get("apiVersion")).startsWith("monitoring.coreos.com/")) {
            check.problem(
                    "kind", "The object is not a PrometheusRule.", "Import a PrometheusRule object or a rule file.");
            return List.of();
        }
        if (map.get("spec") instanceof Map<?, ?> spec) {
            requireKeys("spec", spec, FILE_KEYS);
            return list("spec.groups", spec.get("groups"));
        }
        check.problem("spec", "The object has no spec.", "Add spec.groups.");
        return List.of();
    }

    private List<CheckedGroup> list(String path, @Nullable Object value) {
        var groups = new ArrayList<CheckedGroup>();
        if (!(value instanceof List<?> list) || list.isEmpty() || list.size() > MAX_GROUPS) {
            check.problem(path, "There is no list of groups.", "Write 1 to " + MAX_GROUPS + " groups under groups:.");
            return groups;
        }
        var names = new HashSet<String>();
        for (var i = 0; i < list.size(); i++) {
            var at = path + "[" + i + "]";
            if (list.get(i) instanceof Map<?, ?> map) {
                var group = check.check(at, map);
                if (!names.add(group.name())) {
                    check.problem(
                            at + ".name", "The group name is repeated in the file.", "Give every group its own name.");
                }
                groups.add(group);
            } else {
                check.problem(at, "It is not a group.", "Write a mapping with name and rules.");
            }
        }
        return groups;
    }

    private void requireKeys(String path, Map<?, ?> map, Set<String> known) {
        for (var key : map.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                check.problem(
                        GroupCheck.join(path, String.valueOf(key)),
                        "The key '" + key + "' is not known.",
                        "Use " + String.join(", ", known.stream().sorted().toList()) + ".");
            }
        }
    }

    private List<CheckedGroup> done(List<CheckedGroup> groups) {
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        return groups;
    }
}
