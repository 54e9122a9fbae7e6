package io.gauntlet.delivery.web;

import io.gauntlet.delivery.ClusterDrift;
import io.gauntlet.delivery.Drifts;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pages of drift: the fleet, and one cluster with what differs and the buttons that do something about it. */
@Controller
@RequestMapping("/drift")
class DriftPageController {

    private final Drifts drifts;
    private final Clock clock;

    DriftPageController(Drifts drifts, Clock clock) {
        this.drifts = drifts;
        this.clock = clock;
    }

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    String list(@RequestParam @Nullable String state, @RequestParam @Nullable String after, Model model) {
        var page = drifts.page(DriftResource.state(state), after, Page.DEFAULT_LIMIT);
        model.addAttribute("page", page.map(this::view));
        model.addAttribute("state", state == null ? "" : state);
        model.addAttribute(
                "states",
                Arrays.stream(ClusterDrift.State.values()).map(Words::of).toList());
        return "delivery/drifts";
    }

    @GetMapping("/{name}")
    @PreAuthorize("hasRole('VIEWER')")
    String detail(@PathVariable String name, Model model) {
        fill(model, drifts.get(new ResourceName(name)));
        return "delivery/drift";
    }

    @PostMapping("/{name}/sweep")
    @PreAuthorize("hasRole('OPERATOR')")
    String sweep(@PathVariable String name, RedirectAttributes redirect) {
        return tried(name, redirect, () -> drifts.sweep(new ResourceName(name)));
    }

    @PostMapping("/{name}/heal")
    @PreAuthorize("hasRole('OPERATOR')")
    String heal(@PathVariable String name, RedirectAttributes redirect) {
        try {
            return "redirect:/rollouts/" + drifts.heal(new ResourceName(name)).id();
        } catch (DomainException.Conflict refused) {
            redirect.addFlashAttribute("refused", refused.getMessage());
            return "redirect:/drift/" + name;
        }
    }

    @PostMapping("/{name}/resume")
    @PreAuthorize("hasRole('OPERATOR')")
    String resume(@PathVariable String name, RedirectAttributes redirect) {
        return tried(name, redirect, () -> drifts.resume(new ResourceName(name)));
    }

    @PostMapping("/{name}/policy")
    @PreAuthorize("hasRole('OPERATOR')")
    ModelAndView policy(
            @PathVariable String name,
            @RequestParam int version,
            @RequestParam @Nullable String mode,
            @RequestParam @Nullable String except) {
        var cluster = new ResourceName(name);
        var fields = except == null
                ? List.<String>of()
                : except.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
        try {
            drifts.setPolicy(cluster, version, DriftResource.policy(mode, fields));
            return new ModelAndView("redirect:/drift/" + name);
        } catch (DomainException.Invalid invalid) {
            return again(cluster, invalid.problems(), except, mode, HttpStatus.UNPROCESSABLE_CONTENT);
        } catch (DomainException.Stale stale) {
            var problem = new FieldProblem("mode", stale.getMessage(), "What is shown now is the present policy.");
            return again(cluster, List.of(problem), null, null, HttpStatus.PRECONDITION_FAILED);
        }
    }

    private ModelAndView again(
            ResourceName cluster,
            List<FieldProblem> problems,
            @Nullable String except,
            @Nullable String mode,
            HttpStatus status) {
        var again = new ModelAndView("delivery/drift", status);
        var drift = view(drifts.get(cluster));
        again.addObject("drift", drift);
        again.addObject("modes", DriftView.modes());
        again.addObject("except", except == null ? drift.except() : except);
        again.addObject("mode", mode == null ? drift.mode() : mode);
        again.addObject("problems", problems);
        return again;
    }

    private void fill(Model model, ClusterDrift drift) {
        var view = view(drift);
        model.addAttribute("drift", view);
        model.addAttribute("modes", DriftView.modes());
        model.addAttribute("except", view.except());
        model.addAttribute("mode", view.mode());
    }

    private DriftView view(ClusterDrift drift) {
        return DriftView.of(drift, clock.instant());
    }

    private static String tried(String name, RedirectAttributes redirect, Runnable what) {
        try {
            what.run();
        } catch (DomainException.Conflict refused) {
            redirect.addFlashAttribute("refused", refused.getMessage());
        }
        return "redirect:/drift/" + name;
    }
}
