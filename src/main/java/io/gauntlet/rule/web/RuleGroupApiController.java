package io.gauntlet.rule.web;

import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.Page;
import io.gauntlet.rule.RuleGroup;
import io.gauntlet.rule.RuleGroup.Evaluator;
import io.gauntlet.rule.RuleGroupId;
import io.gauntlet.rule.RuleGroups;
import io.gauntlet.rule.RuleQuery;
import java.net.URI;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/rule-groups")
class RuleGroupApiController {

    private static final String YAML = "application/yaml";

    private final RuleGroups groups;

    RuleGroupApiController(RuleGroups groups) {
        this.groups = groups;
    }

    /** @param selector clusters the group is for; missing or empty means all */
    record GroupRequest(
            @Nullable String yaml,
            @Nullable Evaluator evaluator,
            @Nullable String selector,
            @Nullable Boolean enabled) {

        LabelSelector selected() {
            return LabelSelector.parse(Objects.requireNonNullElse(selector, ""));
        }

        Evaluator evaluated() {
            return Objects.requireNonNullElse(evaluator, Evaluator.PROMETHEUS);
        }
    }

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    Page<RuleGroupView> list(
            @RequestParam @Nullable String query,
            @RequestParam @Nullable Evaluator evaluator,
            @RequestParam @Nullable Boolean enabled,
            @RequestParam @Nullable String after,
            @RequestParam @Nullable Integer limit) {
        return groups.page(new RuleQuery(query, evaluator, enabled), after, Page.limit(limit))
                .map(RuleGroupView::summary);
    }

    @PostMapping
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<RuleGroupView> add(@RequestBody GroupRequest request) {
        var group = groups.add(new RuleGroups.AddRuleGroup(
                Objects.requireNonNullElse(request.yaml(), ""),
                request.evaluated(),
                request.selected(),
                Objects.requireNonNullElse(request.enabled(), true)));
        return ResponseEntity.created(URI.create("/api/v1/rule-groups/" + group.id()))
                .eTag(EntityTag.of(group.version()))
                .body(RuleGroupView.full(group, groups.yaml(group)));
    }

    /** Takes a rule file or a PrometheusRule object; saves all its groups or none. */
    @PostMapping("/import")
    @PreAuthorize("hasRole('EDITOR')")
    @ResponseStatus(HttpStatus.CREATED)
    Page<RuleGroupView> importFile(@RequestBody GroupRequest request) {
        var imported = groups.importFile(new RuleGroups.ImportRules(
                Objects.requireNonNullElse(request.yaml(), ""), request.evaluated(), request.selected()));
        return new Page<>(imported, null).map(RuleGroupView::summary);
    }

    /** The groups that the query finds, as one rule file. */
    @GetMapping(value = "/export", produces = YAML)
    @PreAuthorize("hasRole('VIEWER')")
    String export(
            @RequestParam @Nullable String query,
            @RequestParam @Nullable Evaluator evaluator,
            @RequestParam @Nullable Boolean enabled) {
        return groups.export(new RuleQuery(query, evaluator, enabled));
    }

    @GetMapping("/{id}")
    @PreAuthorize("hasRole('VIEWER')")
    ResponseEntity<RuleGroupView> get(@PathVariable UUID id) {
        return answer(groups.get(new RuleGroupId(id)));
    }

    @PatchMapping("/{id}")
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<RuleGroupView> edit(
            @PathVariable UUID id,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody GroupRequest request) {
        return answer(groups.edit(new RuleGroups.EditRuleGroup(
                new RuleGroupId(id),
                EntityTag.version(ifMatch),
                request.yaml(),
                request.evaluator(),
                request.selector() == null ? null : request.selected(),
                request.enabled())));
    }

    @DeleteMapping("/{id}")
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<Void> remove(
            @PathVariable UUID id,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        groups.remove(new RuleGroupId(id), EntityTag.version(ifMatch));
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<RuleGroupView> answer(RuleGroup group) {
        return ResponseEntity.ok()
                .eTag(EntityTag.of(group.version()))
                .body(RuleGroupView.full(group, groups.yaml(group)));
    }
}
