package io.gauntlet.adoption;

import io.gauntlet.adoption.Candidate.Content;
import io.gauntlet.adoption.Survey.Gap;
import io.gauntlet.adoption.Survey.Kind;
import io.gauntlet.adoption.Survey.Origin;
import io.gauntlet.adoption.Survey.Proposal;
import io.gauntlet.adoption.Survey.Verdict;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.rule.RuleGroup;
import io.gauntlet.rule.RuleGroup.Evaluator;
import io.gauntlet.rule.RuleGroups;
import io.gauntlet.rule.RuleGroups.AddRuleGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds rule groups in mounted files and in PrometheusRule objects. The same group in several places is one proposal; it is
 * for the ruler where a ruler mounts it, or where it says what a ruler alone knows.
 */
final class RuleFinder {

    private static final int MAX_GROUPS = 1_000;
    private static final String RULER_KEY = "partial_response_strategy";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RuleGroups groups;
    private final Map<String, Found> found = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final List<Gap> gaps;

    RuleFinder(RuleGroups groups, List<Gap> gaps) {
        this.groups = groups;
        this.gaps = gaps;
    }

    private static final class Found {
        private final Map<?, ?> group;
        private final Evaluator evaluator;
        private final List<String> sources = new ArrayList<>();

        Found(Map<?, ?> group, Evaluator evaluator) {
            this.group = group;
            this.evaluator = evaluator;
        }
    }

    List<Candidate> find(Surveyor.Found survey, ConfigFiles files) {
        for (var running : survey.running()) {
            if (running.workload().origin() != Origin.OURS) {
                files(running, StackRole.PROMETHEUS, Evaluator.PROMETHEUS, files);
                files(running, StackRole.RULER, Evaluator.RULER, files);
            }
        }
        for (var resource : survey.resources()) {
            if ("PrometheusRule".equals(resource.kind())) {
                var source = Untrusted.line("PrometheusRule " + resource.namespace() + "/" + resource.name());
                var spec = JSON.convertValue(resource.content().path("spec"), Object.class);
                Documents.groups(spec).forEach(group -> add(group, Evaluator.PROMETHEUS, source));
            }
        }
        var known = known();
        return found.values().stream().map(one -> candidate(one, known)).toList();
    }

    private void files(Running running, StackRole role, Evaluator evaluator, ConfigFiles files) {
        running.containers(role)
                .flatMap(container -> files.of(running.namespace(), running.pod(), container, false).stream())
                .forEach(file -> Documents.mapping(file.text())
                        .ifPresentOrElse(
                                document -> Documents.groups(document)
                                        .forEach(group -> add(group, evaluator, file.source())),
                                () -> unreadable(file)));
    }

    private void unreadable(ConfigFiles.ConfigFile file) {
        if (file.text().stripLeading().startsWith("groups:")) {
            gaps.add(new Gap(file.source(), "It looks like a rule file but is not one YAML document."));
        }
    }

    private void add(Map<?, ?> group, Evaluator mounted, String source) {
        var evaluator = group.containsKey(RULER_KEY) ? Evaluator.RULER : mounted;
        if (found.size() < MAX_GROUPS) {
            var one = found.computeIfAbsent(Documents.canonical(group), key -> new Found(group, evaluator));
            if (!one.sources.contains(source) && one.sources.size() < 20) {
                one.sources.add(source);
            }
        } else {
            gaps.add(new Gap(source, "There are more than " + MAX_GROUPS + " rule groups."));
        }
    }

    private Candidate candidate(Found one, Map<String, RuleGroup> known) {
        var yaml = Documents.yaml(one.group);
        var checked = groups.check(new AddRuleGroup(yaml, one.evaluator, LabelSelector.everything(), true));
        var name = checked.name().isEmpty() ? Documents.text(one.group.get("name")) : checked.name();
        var same = known.get(content(checked.document()));
        var problems = new ArrayList<>(checked.problems());
        final Verdict verdict;
        if (!problems.isEmpty()) {
            verdict = Verdict.REFUSED;
        } else if (same != null) {
            verdict = Verdict.PRESENT;
        } else if (!names.add(name) || groups.find(name).isPresent()) {
            verdict = Verdict.TAKEN;
            problems.add(new FieldProblem(
                    "name",
                    "Another rule group, here or in Gauntlet, has this name.",
                    "Give it another name, or edit the one there is."));
        } else {
            verdict = Verdict.READY;
        }
        var warnings = same == null
                ? List.<String>of()
                : List.of("It is the group '" + same.name() + "', for clusters with "
                        + (same.selector().requirements().isEmpty() ? "any labels" : same.selector()) + ".");
        var proposal = new Proposal(
                Untrusted.id("rules", one.evaluator + Documents.canonical(one.group)),
                Kind.RULES,
                Untrusted.line(name),
                one.sources,
                Untrusted.text(yaml),
                one.evaluator.name(),
                verdict,
                List.of(),
                warnings,
                cleaned(problems));
        return new Candidate(proposal, new Content.Rules(name, yaml, one.evaluator));
    }

    /** Every enabled group by its content without the name. */
    private Map<String, RuleGroup> known() {
        var result = new LinkedHashMap<String, RuleGroup>();
        groups.enabled().forEach(group -> result.putIfAbsent(content(group.document()), group));
        return result;
    }

    private static String content(Map<String, Object> document) {
        var copy = new TreeMap<>(document);
        copy.remove("name");
        return copy.isEmpty() ? "" : Documents.canonical(copy);
    }

    static List<FieldProblem> cleaned(List<FieldProblem> problems) {
        return problems.stream()
                .limit(20)
                .map(problem -> new FieldProblem(
                        Untrusted.line(problem.field()), Untrusted.line(problem.reason()), problem.fix()))
                .toList();
    }
}
