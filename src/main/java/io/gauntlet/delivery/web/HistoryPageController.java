package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Revisions;
import io.gauntlet.delivery.RolloutId;
import io.gauntlet.delivery.SyncPolicies;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The history of a cluster: what it was given and when, two revisions side by side, and the way back. */
@Controller
class HistoryPageController {

    private final Revisions revisions;
    private final SyncPolicies policies;

    HistoryPageController(Revisions revisions, SyncPolicies policies) {
        this.revisions = revisions;
        this.policies = policies;
    }

    @GetMapping("/clusters/{name}/history")
    @PreAuthorize("hasRole('VIEWER')")
    String history(@PathVariable String name, @RequestParam @Nullable String after, Model model) {
        var page = revisions.page(new ResourceName(name), after, Page.DEFAULT_LIMIT);
        model.addAttribute("cluster", name);
        model.addAttribute("page", page.map(HistoryView.Row::of));
        model.addAttribute("policy", policies.get(new ResourceName(name)));
        return "delivery/history";
    }

    @GetMapping("/clusters/{name}/history/compare")
    @PreAuthorize("hasRole('VIEWER')")
    String compare(@PathVariable String name, @RequestParam int from, @RequestParam int to, Model model) {
        model.addAttribute("cluster", name);
        model.addAttribute("comparison", HistoryView.of(revisions.compare(new ResourceName(name), from, to)));
        return "delivery/compare";
    }

    @PostMapping("/clusters/{name}/history/{number}/rollback")
    @PreAuthorize("hasRole('OPERATOR')")
    String rollBack(@PathVariable String name, @PathVariable int number) {
        return "redirect:/plans/"
                + revisions.rollBack(new ResourceName(name), number).id();
    }

    @PostMapping("/clusters/{name}/sync-policy")
    @PreAuthorize("hasRole('OPERATOR')")
    String sync(@PathVariable String name, @RequestParam String sync, @RequestParam int version) {
        policies.set(new ResourceName(name), SyncPolicyApiController.sync(sync), version);
        return "redirect:/clusters/" + name + "/history";
    }

    @PostMapping("/rollouts/{id}/rollback")
    @PreAuthorize("hasRole('OPERATOR')")
    String rollBack(@PathVariable UUID id, RedirectAttributes redirect) {
        try {
            return "redirect:/plans/" + revisions.rollBack(new RolloutId(id)).id();
        } catch (DomainException.Conflict nothing) {
            redirect.addFlashAttribute("refused", nothing.getMessage());
            return "redirect:/rollouts/" + id;
        }
    }
}
