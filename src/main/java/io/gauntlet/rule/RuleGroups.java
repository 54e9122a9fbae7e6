package io.gauntlet.rule;

import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rule groups of the fleet. */
public interface RuleGroups {

    /** What {@link #add} would save or refuse; saves nothing and looks at no names. */
    Checked check(AddRuleGroup command);

    /** The group with this name. */
    Optional<RuleGroup> find(String name);

    /**
     * A group that was judged.
     *
     * @param name     empty where it cannot be read
     * @param document as it would be stored; empty where it would be refused
     */
    record Checked(String name, Map<String, Object> document, List<FieldProblem> problems) {

        public Checked {
            problems = List.copyOf(problems);
        }
    }

    /** Checks and saves one group. */
    RuleGroup add(AddRuleGroup command);

    /**
     * Checks a rule file ({@code groups:}) or a PrometheusRule object and saves all its groups, or none of them.
     */
    List<RuleGroup> importFile(ImportRules command);

    RuleGroup get(RuleGroupId id);

    default Page<RuleGroup> page(@Nullable String query, @Nullable String after, int limit) {
        return page(new RuleQuery(query, null, null), after, limit);
    }

    /** A page by name. */
    Page<RuleGroup> page(RuleQuery query, @Nullable String after, int limit);

    RuleGroup edit(EditRuleGroup command);

    void remove(RuleGroupId id, int version);

    /** One group as YAML, as people edit it. */
    String yaml(RuleGroup group);

    /** A rule file with all groups that the query finds. */
    String export(RuleQuery query);

    /** Enabled groups for a cluster with these labels, ordered by name. */
    List<RuleGroup> forCluster(LabelSet clusterLabels);

    /** Every enabled group, ordered by name, to select from for many clusters. */
    List<RuleGroup> enabled();

    /** @param yaml one group as a mapping: {@code name}, {@code interval}, {@code rules} */
    record AddRuleGroup(String yaml, RuleGroup.Evaluator evaluator, LabelSelector selector, boolean enabled) {}

    /** A whole file of groups, which all get the same evaluator and selector. */
    record ImportRules(String yaml, RuleGroup.Evaluator evaluator, LabelSelector selector) {}

    /** Changes what is not null. */
    record EditRuleGroup(
            RuleGroupId id,
            int version,
            @Nullable String yaml,
            RuleGroup.@Nullable Evaluator evaluator,
            @Nullable LabelSelector selector,
            @Nullable Boolean enabled) {}
}
