package io.gauntlet.delivery.web;

import io.gauntlet.delivery.DeliveryBoard;
import io.gauntlet.delivery.Plans;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Page;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The page of clusters with unpushed changes, where plans start. */
@Controller
class ChangesPageController {

    /** Most plans are computed within this time, so the next page shows them at once. */
    private static final Duration SHORT_WAIT = Duration.ofSeconds(3);

    /** Newest changes that can be chosen on the page; older ones always are in the plan. */
    private static final int OFFERED = 100;

    private final DeliveryBoard board;
    private final Plans plans;

    ChangesPageController(DeliveryBoard board, Plans plans) {
        this.board = board;
        this.plans = plans;
    }

    /**
     * What is planned.
     *
     * @param offered changes that the page showed; those that are not in {@code include} are left out
     */
    record ChoiceForm(
            @Nullable List<String> clusters,
            @Nullable List<@Nullable Long> offered,
            @Nullable List<@Nullable Long> include) {

        Set<Long> without() {
            return ChangeNumbers.unticked(offered, include);
        }
    }

    private Page<DocumentChangeView> pending() {
        return board.pending(null, OFFERED).map(DocumentChangeView::of);
    }

    @GetMapping("/changes")
    @PreAuthorize("hasRole('VIEWER')")
    String changes(Model model, @RequestParam @Nullable String after) {
        model.addAttribute("page", board.unpushed(after, Page.MAX_LIMIT));
        model.addAttribute("pending", pending());
        model.addAttribute("unticked", Set.of());
        return "delivery/changes";
    }

    @PostMapping("/plans")
    @PreAuthorize("hasRole('EDITOR')")
    ModelAndView plan(@ModelAttribute ChoiceForm form) throws InterruptedException {
        var without = form.without();
        try {
            var created = plans.create(Names.parse("clusters", form.clusters()), without, Optional.empty());
            plans.await(created.id(), SHORT_WAIT);
            return new ModelAndView("redirect:/plans/" + created.id());
        } catch (DomainException.Invalid invalid) {
            var again = new ModelAndView("delivery/changes", HttpStatus.UNPROCESSABLE_CONTENT);
            again.addObject("page", board.unpushed(null, Page.MAX_LIMIT));
            again.addObject("pending", pending());
            again.addObject("unticked", without);
            again.addObject("problems", invalid.problems());
            return again;
        }
    }
}
