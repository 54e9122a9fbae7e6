package io.gauntlet.adoption.web;

import io.gauntlet.adoption.Adoptions;
import io.gauntlet.adoption.Adoptions.ImportProposals;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.RemoteFailure;
import io.gauntlet.kernel.ResourceName;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The adoption wizard of a cluster: survey, import, take-over. It ends on the page of the plan. */
@Controller
@RequestMapping("/clusters/{name}/adopt")
class AdoptionPageController {

    private static final String NAME = "name-";

    private final Adoptions adoptions;
    private final Clock clock;

    AdoptionPageController(Adoptions adoptions, Clock clock) {
        this.adoptions = adoptions;
        this.clock = clock;
    }

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    String page(
            @PathVariable String name,
            @RequestParam(defaultValue = "survey") String step,
            Model model,
            HttpServletResponse response) {
        var view = view(AdoptionApiController.cluster(name), step);
        if (view.computing()) {
            // Works without JavaScript, and lasts only as long as the plan is computed.
            response.setHeader("Refresh", "2");
        }
        model.addAttribute("view", view);
        model.addAttribute("form", ImportForm.of(view));
        return "adoption/adopt";
    }

    @PostMapping("/survey")
    @PreAuthorize("hasRole('EDITOR')")
    ModelAndView survey(@PathVariable String name, @RequestParam(defaultValue = "") String namespaces) {
        var cluster = AdoptionApiController.cluster(name);
        try {
            adoptions.survey(cluster, List.of(namespaces.split("[\\s,]+", -1)));
            return new ModelAndView("redirect:/clusters/" + name + "/adopt");
        } catch (DomainException.Invalid invalid) {
            return again(cluster, "survey", HttpStatus.UNPROCESSABLE_CONTENT, invalid.problems(), null);
        } catch (RuntimeException failed) {
            if (failed instanceof RemoteFailure) {
                var problem = new FieldProblem(
                        "namespaces",
                        String.valueOf(failed.getMessage()),
                        "Look at the checks of the cluster's access.");
                return again(cluster, "survey", HttpStatus.BAD_GATEWAY, List.of(problem), null);
            }
            throw failed;
        }
    }

    @PostMapping("/import")
    @PreAuthorize("hasRole('EDITOR')")
    ModelAndView importProposals(
            @PathVariable String name, @RequestParam MultiValueMap<String, String> form, RedirectAttributes redirect) {
        var cluster = AdoptionApiController.cluster(name);
        var chosen = ImportForm.of(form);
        try {
            var imported = adoptions.importProposals(chosen.command(cluster));
            redirect.addFlashAttribute("imported", imported.saved());
            return new ModelAndView("redirect:/clusters/" + name + "/adopt?step=import");
        } catch (DomainException.Invalid | DomainException.Conflict refused) {
            return again(cluster, "import", HttpStatus.UNPROCESSABLE_CONTENT, FieldProblem.of(refused), chosen);
        }
    }

    @PostMapping("/plan")
    @PreAuthorize("hasRole('EDITOR')")
    ModelAndView plan(@PathVariable String name) {
        var cluster = AdoptionApiController.cluster(name);
        try {
            adoptions.plan(cluster);
            return new ModelAndView("redirect:/clusters/" + name + "/adopt?step=takeover");
        } catch (DomainException.Invalid | DomainException.Conflict refused) {
            return again(cluster, "takeover", HttpStatus.CONFLICT, FieldProblem.of(refused), null);
        }
    }

    private ModelAndView again(
            ResourceName cluster,
            String step,
            HttpStatus status,
            List<FieldProblem> problems,
            @Nullable ImportForm form) {
        var page = new ModelAndView("adoption/adopt", status);
        var view = view(cluster, step);
        page.addObject("view", view);
        page.addObject("form", form == null ? ImportForm.of(view) : form);
        page.addObject("problems", problems);
        return page;
    }

    private AdoptionView view(ResourceName cluster, String step) {
        return AdoptionView.of(
                cluster.value(),
                step,
                new AdoptionView.State(
                        adoptions.find(cluster), adoptions.takeOver(cluster), adoptions.ownSelector(cluster)),
                clock.instant());
    }

    /** What a person has chosen. */
    record ImportForm(Set<String> accepted, Map<String, String> names, String selector, boolean withSecrets) {

        static ImportForm of(AdoptionView view) {
            return new ImportForm(view.suggested(), Map.of(), view.selector(), false);
        }

        static ImportForm of(MultiValueMap<String, String> form) {
            var names = new HashMap<String, String>();
            form.forEach((key, values) -> {
                if (key.startsWith(NAME) && !values.getFirst().isBlank()) {
                    names.put(key.substring(NAME.length()), values.getFirst());
                }
            });
            return new ImportForm(
                    new HashSet<>(form.getOrDefault("accepted", List.of())),
                    names,
                    Objects.requireNonNullElse(form.getFirst("selector"), ""),
                    form.containsKey("withSecrets"));
        }

        ImportProposals command(ResourceName cluster) {
            return new ImportProposals(cluster, accepted, names, LabelSelector.parse(selector), withSecrets);
        }

        public boolean has(String id) {
            return accepted.contains(id);
        }

        public String name(String id) {
            return names.getOrDefault(id, "");
        }
    }
}
