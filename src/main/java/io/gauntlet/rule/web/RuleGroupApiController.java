package io.gauntlet.rule.web;

import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.rule.RuleGroup;
import io.gauntlet.rule.RuleGroups;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/rule-groups")
class RuleGroupApiController {

    private final RuleGroups groups;

    RuleGroupApiController(RuleGroups groups) {
        this.groups = groups;
    }

    record ImportRequest(@Nullable String yaml, @Nullable String evaluator, @Nullable String selector) {}

    record Imported(List<String> names) {}

    @PostMapping("/import")
    @ResponseStatus(HttpStatus.CREATED)
    @PreAuthorize("hasRole('EDITOR')")
    Imported importFile(@RequestBody ImportRequest request) {
        var evaluator = RuleGroup.Evaluator.valueOf(
                Objects.requireNonNullElse(request.evaluator(), "prometheus").toUpperCase(Locale.ROOT));
        return new Imported(groups.importFile(new RuleGroups.ImportRules(
                        Objects.requireNonNullElse(request.yaml(), ""),
                        evaluator,
                        LabelSelector.parse(Objects.requireNonNullElse(request.selector(), ""))))
                .stream()
                .map(RuleGroup::name)
                .toList());
    }
}
