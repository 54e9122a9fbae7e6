package io.gauntlet.rule;

import io.gauntlet.change.ConfigDocument;
import io.gauntlet.change.DocumentChange.Named;
import io.gauntlet.change.DocumentKind;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.rule.RuleGroup.Evaluator;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Rule groups as documents whose changes are kept. */
@Component
class RuleGroupDocuments implements DocumentKind {

    static final String KIND = "rule-group";

    private static final String EVALUATOR = "evaluator";
    private static final String SELECTOR = "selector";
    private static final String ENABLED = "enabled";

    private final RuleGroups groups;

    RuleGroupDocuments(RuleGroups groups) {
        this.groups = groups;
    }

    static Named of(RuleGroup group) {
        return new Named(
                group.name(),
                ConfigDocument.of(
                        Map.of(
                                EVALUATOR, group.evaluator().name(),
                                SELECTOR, group.selector().toString(),
                                ENABLED, Boolean.toString(group.enabled())),
                        RuleDocuments.write(group.document())));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String title() {
        return "rule group";
    }

    @Override
    public Optional<ConfigDocument> find(String name) {
        return groups.find(name).map(group -> of(group).document());
    }

    @Override
    public void add(String name, ConfigDocument document) {
        groups.add(new RuleGroups.AddRuleGroup(
                document.text(), evaluator(document), selector(document), enabled(document)));
    }

    @Override
    public void edit(String name, ConfigDocument document) {
        var group = existing(name);
        groups.edit(new RuleGroups.EditRuleGroup(
                group.id(),
                group.version(),
                document.text(),
                evaluator(document),
                selector(document),
                enabled(document)));
    }

    @Override
    public void remove(String name) {
        var group = existing(name);
        groups.remove(group.id(), group.version());
    }

    private RuleGroup existing(String name) {
        return groups.find(name).orElseThrow(() -> new DomainException.NotFound(title(), name));
    }

    private static Evaluator evaluator(ConfigDocument document) {
        return Evaluator.valueOf(document.setting(EVALUATOR));
    }

    private static LabelSelector selector(ConfigDocument document) {
        return LabelSelector.parse(document.setting(SELECTOR));
    }

    private static boolean enabled(ConfigDocument document) {
        return Boolean.parseBoolean(document.setting(ENABLED));
    }
}
