package io.gauntlet.rule.web;

import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Page;
import io.gauntlet.rule.RuleGroup;
import io.gauntlet.rule.RuleGroup.Evaluator;
import io.gauntlet.rule.RuleGroupId;
import io.gauntlet.rule.RuleGroups;
import io.gauntlet.rule.RuleQuery;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

@Controller
@RequestMapping("/rules")
class RulePageController {

    private static final String NEW = "rule/new";
    private static final String DETAIL = "rule/detail";

    private final RuleGroups groups;
    private final Clusters clusters;
    private final MessageSourceAccessor messages;

    RulePageController(RuleGroups groups, Clusters clusters, MessageSource messages) {
        this.groups = groups;
        this.clusters = clusters;
        this.messages = new MessageSourceAccessor(messages);
    }

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    String list(
            @RequestParam @Nullable String query,
            @RequestParam(required = false) @Nullable Evaluator evaluator,
            @RequestParam(required = false) @Nullable Boolean enabled,
            @RequestParam @Nullable String after,
            Model model) {
        model.addAttribute("page", groups.page(new RuleQuery(query, evaluator, enabled), after, Page.DEFAULT_LIMIT));
        model.addAttribute("query", query == null ? "" : query);
        model.addAttribute("evaluator", evaluator);
        model.addAttribute("enabled", enabled);
        return "rule/list";
    }

    @GetMapping("/new")
    @PreAuthorize("hasRole('EDITOR')")
    String empty(Model model) {
        model.addAttribute("form", RuleForm.empty());
        return NEW;
    }

    @PostMapping
    @PreAuthorize("hasRole('EDITOR')")
    String add(@ModelAttribute RuleForm form, Model model, HttpServletResponse response, RedirectAttributes flash) {
        try {
            if (form.isFile()) {
                var imported =
                        groups.importFile(new RuleGroups.ImportRules(form.text(), form.evaluated(), form.selected()));
                flash.addFlashAttribute("flash", messages.getMessage("rule.imported", new Object[] {imported.size()}));
                return "redirect:/rules";
            }
            var group =
                    groups.add(new RuleGroups.AddRuleGroup(form.text(), form.evaluated(), form.selected(), form.on()));
            flash.addFlashAttribute("flash", messages.getMessage("rule.added", new Object[] {group.name()}));
            return "redirect:/rules/" + group.id();
        } catch (DomainException refused) {
            refused(refused, form, model, response);
            return NEW;
        }
    }

    @GetMapping("/{id}")
    @PreAuthorize("hasRole('VIEWER')")
    String detail(@PathVariable UUID id, Model model) {
        var group = groups.get(new RuleGroupId(id));
        model.addAttribute("form", RuleForm.of(group, groups.yaml(group)));
        return detail(group, group.version(), model);
    }

    @PostMapping("/{id}")
    @PreAuthorize("hasRole('EDITOR')")
    String edit(
            @PathVariable UUID id,
            @RequestParam int version,
            @ModelAttribute RuleForm form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        var group = groups.get(new RuleGroupId(id));
        try {
            var edited = groups.edit(new RuleGroups.EditRuleGroup(
                    group.id(), version, form.text(), form.evaluated(), form.selected(), form.on()));
            flash.addFlashAttribute("flash", messages.getMessage("rule.saved", new Object[] {edited.name()}));
            return "redirect:/rules/" + group.id();
        } catch (DomainException refused) {
            refused(refused, form, model, response);
            return detail(group, version, model);
        }
    }

    @PostMapping("/{id}/remove")
    @PreAuthorize("hasRole('EDITOR')")
    String remove(
            @PathVariable UUID id,
            @RequestParam int version,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        var group = groups.get(new RuleGroupId(id));
        try {
            groups.remove(group.id(), version);
        } catch (DomainException refused) {
            refused(refused, RuleForm.of(group, groups.yaml(group)), model, response);
            return detail(group, group.version(), model);
        }
        flash.addFlashAttribute("flash", messages.getMessage("rule.removed", new Object[] {group.name()}));
        return "redirect:/rules";
    }

    private String detail(RuleGroup group, int version, Model model) {
        model.addAttribute("group", group);
        model.addAttribute("version", version);
        model.addAttribute(
                "clusters",
                clusters.matching(group.selector()).stream()
                        .map(cluster -> cluster.name().value())
                        .toList());
        return DETAIL;
    }

    private static void refused(DomainException refused, RuleForm form, Model model, HttpServletResponse response) {
        response.setStatus(422);
        model.addAttribute("problems", FieldProblem.of(refused));
        model.addAttribute("form", form);
    }
}
