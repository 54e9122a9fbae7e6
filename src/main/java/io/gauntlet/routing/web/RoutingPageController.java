package io.gauntlet.routing.web;

import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.routing.Routing;
import io.gauntlet.routing.Routings;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
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
@RequestMapping("/routing")
class RoutingPageController {

    private static final String NEW = "routing/new";
    private static final String DETAIL = "routing/detail";

    private final Routings routings;
    private final Clusters clusters;
    private final MessageSource messages;

    RoutingPageController(Routings routings, Clusters clusters, MessageSource messages) {
        this.routings = routings;
        this.clusters = clusters;
        this.messages = messages;
    }

    /** With exactly one routing there is nothing to choose, so it is shown itself. */
    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    String list(@RequestParam @Nullable String after, Model model) {
        var page = routings.page(after, Page.DEFAULT_LIMIT);
        if (after == null && page.items().size() == 1) {
            var only = page.items().getFirst();
            model.addAttribute("form", RoutingForm.of(only));
            return detail(only, only.version(), model);
        }
        model.addAttribute("page", page);
        return "routing/list";
    }

    @GetMapping("/new")
    @PreAuthorize("hasRole('EDITOR')")
    String empty(Model model) {
        model.addAttribute("form", RoutingForm.empty());
        return NEW;
    }

    @PostMapping
    @PreAuthorize("hasRole('EDITOR')")
    String add(@ModelAttribute RoutingForm form, Model model, HttpServletResponse response, RedirectAttributes flash) {
        try {
            routings.add(new Routings.AddRouting(form.nameOrEmpty(), form.selected(), form.order(), form.text()));
        } catch (DomainException refused) {
            refused(refused, form, model, response);
            return NEW;
        }
        flash.addFlashAttribute("flash", text("routing.added", form.nameOrEmpty()));
        return "redirect:/routing/" + form.nameOrEmpty();
    }

    @GetMapping("/{name}")
    @PreAuthorize("hasRole('VIEWER')")
    String detail(@PathVariable String name, Model model) {
        var routing = routings.get(new ResourceName(name));
        model.addAttribute("form", RoutingForm.of(routing));
        return detail(routing, routing.version(), model);
    }

    @PostMapping("/{name}")
    @PreAuthorize("hasRole('EDITOR')")
    String edit(
            @PathVariable String name,
            @RequestParam int version,
            @ModelAttribute RoutingForm form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        var routing = routings.get(new ResourceName(name));
        try {
            routings.edit(new Routings.EditRouting(
                    routing.id(), version, form.selected(), form.position(), form.text()));
        } catch (DomainException refused) {
            refused(refused, form, model, response);
            return detail(routing, version, model);
        }
        flash.addFlashAttribute("flash", text("routing.saved", name));
        return "redirect:/routing/" + routing.name();
    }

    @PostMapping("/{name}/remove")
    @PreAuthorize("hasRole('EDITOR')")
    String remove(
            @PathVariable String name,
            @RequestParam int version,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        var routing = routings.get(new ResourceName(name));
        try {
            routings.remove(routing.id(), version);
        } catch (DomainException refused) {
            refused(refused, RoutingForm.of(routing), model, response);
            return detail(routing, routing.version(), model);
        }
        flash.addFlashAttribute("flash", text("routing.removed", name));
        return "redirect:/routing";
    }

    private String detail(Routing routing, int version, Model model) {
        model.addAttribute("routing", routing);
        model.addAttribute("version", version);
        model.addAttribute("outline", routings.outline(routing));
        model.addAttribute(
                "clusters",
                clusters.matching(routing.selector()).stream()
                        .map(cluster -> cluster.name().value())
                        .toList());
        return DETAIL;
    }

    private static void refused(
            DomainException refused, RoutingForm form, Model model, HttpServletResponse response) {
        response.setStatus(422);
        model.addAttribute("problems", FieldProblem.of(refused));
        model.addAttribute("form", form);
    }

    private String text(String key, String name) {
        return messages.getMessage(key, new Object[] {name}, LocaleContextHolder.getLocale());
    }
}
