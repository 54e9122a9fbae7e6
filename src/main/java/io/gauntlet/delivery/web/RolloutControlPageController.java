package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Retries;
import io.gauntlet.delivery.RolloutControl;
import io.gauntlet.delivery.RolloutId;
import io.gauntlet.delivery.Rollouts;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ResourceName;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The buttons on the page of a rollout, and the evidence of one cluster. What cannot be done is said on that page. */
@Controller
@RequestMapping("/rollouts/{id}")
class RolloutControlPageController {

    private final RolloutControl control;
    private final Rollouts rollouts;
    private final Retries retries;

    RolloutControlPageController(RolloutControl control, Rollouts rollouts, Retries retries) {
        this.control = control;
        this.retries = retries;
        this.rollouts = rollouts;
    }

    @PostMapping("/pause")
    @PreAuthorize("hasRole('OPERATOR')")
    String pause(@PathVariable UUID id, @RequestParam @Nullable String reason, RedirectAttributes redirect) {
        return tried(id, redirect, () -> control.pause(new RolloutId(id), reason == null ? "" : reason));
    }

    @PostMapping("/resume")
    @PreAuthorize("hasRole('OPERATOR')")
    String resume(@PathVariable UUID id, RedirectAttributes redirect) {
        return tried(id, redirect, () -> control.resume(new RolloutId(id)));
    }

    @PostMapping("/waves/{number}/open")
    @PreAuthorize("hasRole('OPERATOR')")
    String openWave(@PathVariable UUID id, @PathVariable int number, RedirectAttributes redirect) {
        return tried(id, redirect, () -> control.openWave(new RolloutId(id), number));
    }

    @PostMapping("/targets/{cluster}/retry")
    @PreAuthorize("hasRole('OPERATOR')")
    String retry(@PathVariable UUID id, @PathVariable String cluster, RedirectAttributes redirect) {
        return tried(id, redirect, () -> control.retry(new RolloutId(id), new ResourceName(cluster)));
    }

    /** Leads to the plan of what did not get through, with the reason of this rollout in its form. */
    @PostMapping("/retry")
    @PreAuthorize("hasRole('OPERATOR')")
    String retryFailed(@PathVariable UUID id, RedirectAttributes redirect) {
        try {
            var plan = retries.planFailed(new RolloutId(id));
            redirect.addAttribute("reason", rollouts.get(new RolloutId(id)).reason());
            return "redirect:/plans/" + plan.id();
        } catch (DomainException.Conflict refused) {
            redirect.addFlashAttribute("refused", refused.getMessage());
            return "redirect:/rollouts/" + id;
        }
    }

    @PostMapping("/targets/{cluster}/skip")
    @PreAuthorize("hasRole('OPERATOR')")
    String skip(
            @PathVariable UUID id,
            @PathVariable String cluster,
            @RequestParam @Nullable String reason,
            RedirectAttributes redirect) {
        return tried(
                id,
                redirect,
                () -> control.skip(new RolloutId(id), new ResourceName(cluster), reason == null ? "" : reason));
    }

    @GetMapping("/targets/{cluster}")
    @PreAuthorize("hasRole('VIEWER')")
    String evidence(@PathVariable UUID id, @PathVariable String cluster, Model model) {
        var name = new ResourceName(cluster);
        var evidence = control.evidence(new RolloutId(id), Optional.of(name)).stream()
                .findFirst()
                .orElse(new RolloutControl.TargetEvidence(name, java.util.List.of(), java.util.List.of()));
        model.addAttribute("rollout", id.toString());
        model.addAttribute("evidence", EvidenceView.of(evidence));
        var target = RolloutView.of(rollouts.get(new RolloutId(id))).targets().stream()
                .filter(row -> row.cluster().equals(cluster))
                .findFirst()
                .orElseThrow(() -> new DomainException.NotFound("cluster of the rollout", cluster));
        model.addAttribute("target", target);
        return "delivery/evidence";
    }

    private static String tried(UUID id, RedirectAttributes redirect, Runnable what) {
        try {
            what.run();
        } catch (DomainException.Conflict refused) {
            redirect.addFlashAttribute("refused", refused.getMessage());
        } catch (DomainException.Invalid invalid) {
            var problem = invalid.problems().getFirst();
            redirect.addFlashAttribute("refused", problem.reason() + " " + problem.fix());
        }
        return "redirect:/rollouts/" + id;
    }
}
