package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Approvals;
import io.gauntlet.delivery.Plan;
import io.gauntlet.delivery.PlanId;
import io.gauntlet.delivery.Plans;
import io.gauntlet.delivery.Rollouts;
import io.gauntlet.delivery.Rollouts.PushPlan;
import io.gauntlet.delivery.Strategy;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The page of a plan: what would change, and the way to push it. */
@Controller
class PlanPageController {

    private final Plans plans;
    private final Rollouts rollouts;
    private final Approvals approvals;

    PlanPageController(Plans plans, Rollouts rollouts, Approvals approvals) {
        this.plans = plans;
        this.rollouts = rollouts;
        this.approvals = approvals;
    }

    /** @param restarts agreed to; {@code typed} is the graded confirmation */
    record PushForm(
            @Nullable String reason,
            @Nullable String typed,
            @Nullable Boolean restarts,
            @Nullable Set<UUID> takeOver,
            @Nullable String waves,
            @Nullable Integer maxInFlight,
            @Nullable Integer maxFailures,
            @Nullable String onFailure,
            @Nullable String gateTimeout,
            @Nullable String unreachable) {

        /**
         * As it is before anybody fills it in.
         *
         * @param takeOver conflicts that are ticked from the start
         * @param reason   suggested
         */
        static PushForm with(Set<UUID> takeOver, String reason) {
            return new PushForm(reason, "", false, takeOver, "", null, null, "", "", "");
        }

        Strategy strategy() {
            return StrategyRequest.parse(new StrategyRequest(
                    WaveLines.parse(waves), maxInFlight, maxFailures, onFailure, true, gateTimeout, null));
        }

        public Set<UUID> chosen() {
            return takeOver == null ? Set.of() : takeOver;
        }
    }

    @GetMapping("/plans/{id}")
    @PreAuthorize("hasRole('VIEWER')")
    ModelAndView plan(
            @PathVariable UUID id,
            @RequestParam @Nullable Set<UUID> takeOver,
            @RequestParam(defaultValue = "") String reason,
            HttpServletResponse response) {
        var plan = plans.get(new PlanId(id));
        if (plan.status() == Plan.Status.COMPUTING) {
            // Works without JavaScript, and lasts only as long as the plan is computed.
            response.setHeader("Refresh", "2");
        }
        return page(plan, PushForm.with(takeOver == null ? Set.of() : takeOver, reason), HttpStatus.OK);
    }

    @GetMapping("/plans/{id}/objects/{object}")
    @PreAuthorize("hasRole('VIEWER')")
    String object(
            @PathVariable UUID id,
            @PathVariable UUID object,
            @RequestParam(defaultValue = "false") boolean fragment,
            Model model) {
        model.addAttribute("plan", id.toString());
        model.addAttribute("diff", DiffView.of(plans.object(new PlanId(id), object)));
        return fragment ? "delivery/diff :: diff" : "delivery/diff";
    }

    @PostMapping("/plans/{id}/push")
    @PreAuthorize("hasRole('OPERATOR')")
    ModelAndView push(@PathVariable UUID id, @ModelAttribute PushForm form) {
        try {
            requireConfirmed(view(plans.get(new PlanId(id))), form);
            var reason = form.reason() == null ? "" : form.reason();
            // The page shows equal conflicts once, so one choice is for all of them.
            var takeOver = form.chosen().stream()
                    .flatMap(object -> plans.folded(new PlanId(id), object).stream())
                    .collect(Collectors.toSet());
            var away = AwayRequest.parse(form.unreachable());
            var rollout = rollouts.push(new PushPlan(new PlanId(id), reason, takeOver, form.strategy(), away));
            return new ModelAndView("redirect:/rollouts/" + rollout.id());
        } catch (DomainException.Invalid invalid) {
            return again(id, form, HttpStatus.UNPROCESSABLE_CONTENT, invalid.problems());
        } catch (DomainException.Conflict conflict) {
            var problems = conflict.problems().isEmpty()
                    ? List.of(new FieldProblem("push", String.valueOf(conflict.getMessage()), ""))
                    : conflict.problems();
            return again(id, form, HttpStatus.CONFLICT, problems);
        }
    }

    private static void requireConfirmed(PlanView plan, PushForm form) {
        var problems = new ArrayList<FieldProblem>();
        var wanted = plan.confirmation();
        if (!wanted.typed().isEmpty() && !wanted.typed().equals(form.typed())) {
            problems.add(new FieldProblem(
                    "typed", "The confirmation is missing.", "Type '" + wanted.typed() + "' to confirm."));
        }
        if (wanted.restarts() && !Boolean.TRUE.equals(form.restarts())) {
            problems.add(
                    new FieldProblem("restarts", "Pods will be replaced.", "Tick the box to agree to the restarts."));
        }
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
    }

    private ModelAndView again(UUID id, PushForm form, HttpStatus status, List<FieldProblem> problems) {
        return page(plans.get(new PlanId(id)), form, status).addObject("problems", problems);
    }

    private ModelAndView page(Plan plan, PushForm form, HttpStatus status) {
        var view = view(plan);
        var estimate = view.pushable() ? plans.estimate(plan.id()).map(Times::about) : Optional.<String>empty();
        return new ModelAndView("delivery/plan", status)
                .addObject("plan", view)
                .addObject("estimate", estimate.orElse(""))
                .addObject("approval", ApprovalResource.of(approvals.of(plan)))
                .addObject("form", form);
    }

    private PlanView view(Plan plan) {
        return PlanView.of(plan, plans.changes(plan.id()));
    }
}
