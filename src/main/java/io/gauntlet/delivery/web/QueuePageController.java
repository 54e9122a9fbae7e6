package io.gauntlet.delivery.web;

import io.gauntlet.delivery.PlanId;
import io.gauntlet.delivery.PushQueue;
import io.gauntlet.delivery.Strategy;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.ResourceName;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The buttons that queue clusters without an answer, and that take one out of the queue again. */
@Controller
class QueuePageController {

    private final PushQueue queue;

    QueuePageController(PushQueue queue) {
        this.queue = queue;
    }

    @PostMapping("/plans/{id}/queue")
    @PreAuthorize("hasRole('OPERATOR')")
    String queue(@PathVariable UUID id, @RequestParam @Nullable String reason, RedirectAttributes redirect) {
        try {
            queue.queue(new PlanId(id), Objects.requireNonNullElse(reason, ""), Strategy.allAtOnce());
            return "redirect:/rollouts#queue";
        } catch (DomainException.Conflict | DomainException.Invalid refused) {
            redirect.addFlashAttribute("problems", FieldProblem.of(refused));
            return "redirect:/plans/" + id;
        }
    }

    @PostMapping("/queued-pushes/{cluster}/drop")
    @PreAuthorize("hasRole('OPERATOR')")
    String drop(@PathVariable String cluster, RedirectAttributes redirect) {
        try {
            queue.drop(new ResourceName(cluster));
        } catch (DomainException.NotFound gone) {
            redirect.addFlashAttribute(
                    "problems", List.of(new FieldProblem("queue", "The cluster is not in the queue any more.", "")));
        }
        return "redirect:/rollouts#queue";
    }
}
