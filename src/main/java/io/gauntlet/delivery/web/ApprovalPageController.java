package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Approvals;
import io.gauntlet.delivery.PlanId;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.ResourceName;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Rules of approval on the settings pages, and the buttons on the page of a plan. */
@Controller
class ApprovalPageController {

    private static final String LIST = "delivery/approvals";
    private static final String BACK = "redirect:/settings/approvals";

    private final Approvals approvals;
    private final MessageSourceAccessor messages;

    ApprovalPageController(Approvals approvals, MessageSource messages) {
        this.approvals = approvals;
        this.messages = new MessageSourceAccessor(messages);
    }

    @GetMapping("/settings/approvals")
    @PreAuthorize("hasRole('VIEWER')")
    String rules(Model model) {
        return page(ApprovalRuleForm.empty(), "", model);
    }

    @PostMapping("/settings/approvals")
    @PreAuthorize("hasRole('ADMIN')")
    String add(
            @ModelAttribute ApprovalRuleForm form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        return saved(() -> approvals.add(form.toTerms()), form, "", new Answer(model, response, flash));
    }

    @PostMapping("/settings/approvals/{name}")
    @PreAuthorize("hasRole('ADMIN')")
    String change(
            @PathVariable String name,
            @RequestParam int version,
            @ModelAttribute ApprovalRuleForm form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        return saved(
                () -> approvals.change(form.toTerms(name), version), form, name, new Answer(model, response, flash));
    }

    @PostMapping("/settings/approvals/{name}/remove")
    @PreAuthorize("hasRole('ADMIN')")
    String remove(
            @PathVariable String name,
            @RequestParam int version,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        return saved(
                () -> approvals.remove(new ResourceName(name), version),
                ApprovalRuleForm.empty(),
                "",
                new Answer(model, response, flash));
    }

    @PostMapping("/plans/{id}/approve")
    @PreAuthorize("hasRole('OPERATOR')")
    String approve(@PathVariable UUID id, @RequestParam @Nullable String comment, RedirectAttributes flash) {
        return decided(
                id,
                flash,
                "delivery.approval.given",
                () -> approvals.approve(new PlanId(id), comment == null ? "" : comment));
    }

    @PostMapping("/plans/{id}/withdraw-approval")
    @PreAuthorize("hasRole('OPERATOR')")
    String withdraw(@PathVariable UUID id, RedirectAttributes flash) {
        return decided(id, flash, "delivery.approval.withdrawn", () -> approvals.withdraw(new PlanId(id)));
    }

    /** Where an answer goes to. */
    private record Answer(Model model, HttpServletResponse response, RedirectAttributes flash) {}

    private String saved(Runnable work, ApprovalRuleForm form, String editing, Answer answer) {
        try {
            work.run();
            answer.flash().addFlashAttribute("flash", messages.getMessage("delivery.approval.saved"));
            return BACK;
        } catch (DomainException refused) {
            answer.model().addAttribute("problems", FieldProblem.of(refused));
            answer.response().setStatus(422);
            return page(form, editing, answer.model());
        }
    }

    private String decided(UUID id, RedirectAttributes flash, String text, Runnable work) {
        try {
            work.run();
            flash.addFlashAttribute("flash", messages.getMessage(text));
        } catch (DomainException.Conflict | DomainException.Invalid refused) {
            flash.addFlashAttribute("problems", FieldProblem.of(refused));
        }
        return "redirect:/plans/" + id;
    }

    /** @param editing the rule whose form is sent back; empty for the one of a new rule */
    private String page(ApprovalRuleForm form, String editing, Model model) {
        model.addAttribute("rules", List.copyOf(approvals.rules()));
        model.addAttribute("form", form);
        model.addAttribute("editing", editing);
        return LIST;
    }
}
