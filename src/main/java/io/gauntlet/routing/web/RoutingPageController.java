package io.gauntlet.routing.web;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.routing.Routing;
import io.gauntlet.routing.Routings;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

@Controller
class RoutingPageController {

    private final Routings routings;

    private final MessageSourceAccessor messages;

    RoutingPageController(Routings routings, MessageSource messages) {
        this.routings = routings;
        this.messages = new MessageSourceAccessor(messages);
    }

    record Form(
            int version,
            @Nullable String name,
            @Nullable String selector,
            int position,
            @Nullable String yaml) {

        /** Nothing that may be secret: arguments are logged at TRACE. */
        @Override
        public String toString() {
            return "Form[" + name + "]";
        }
    }

    @GetMapping("/routing")
    @PreAuthorize("hasRole('VIEWER')")
    String list(@RequestParam @Nullable String after, Model model) {
        var page = routings.page(after, Page.DEFAULT_LIMIT);
        model.addAttribute("page", page);
        return "routing/list";
    }

    @GetMapping("/routing/new")
    @PreAuthorize("hasRole('EDITOR')")
    String blank(Model model) {
        return editor(model, null, new Form(0, "", "", 100, EXAMPLE), List.of());
    }

    @PostMapping("/routing/new")
    @PreAuthorize("hasRole('EDITOR')")
    String add(Form form, Model model, RedirectAttributes redirect) {
        try {
            var routing = routings.add(new Routings.AddRouting(
                    text(form.name()), LabelSelector.parse(text(form.selector())), form.position(), text(form.yaml())));
            redirect.addFlashAttribute("flash", messages.getMessage("routing.added", new Object[] {routing.name()}));
            return "redirect:/routing/" + routing.name();
        } catch (DomainException.Invalid invalid) {
            return editor(model, null, form, invalid.problems());
        } catch (DomainException.Conflict conflict) {
            return editor(model, null, form, conflict.problems());
        }
    }

    @GetMapping("/routing/{name}")
    @PreAuthorize("hasRole('VIEWER')")
    String show(@PathVariable String name, Model model) {
        var routing = routings.get(new ResourceName(name));
        return editor(model, routing, form(routing), List.of());
    }

    @PostMapping("/routing/{name}")
    @PreAuthorize("hasRole('EDITOR')")
    String save(@PathVariable String name, Form form, Model model, RedirectAttributes redirect) {
        var routing = routings.get(new ResourceName(name));
        try {
            routings.edit(new Routings.EditRouting(
                    routing.id(),
                    form.version(),
                    LabelSelector.parse(text(form.selector())),
                    form.position(),
                    text(form.yaml())));
            redirect.addFlashAttribute("flash", messages.getMessage("routing.saved"));
            return "redirect:/routing/" + routing.name();
        } catch (DomainException.Invalid invalid) {
            return editor(model, routing, form, invalid.problems());
        } catch (DomainException.Stale stale) {
            var problem = new FieldProblem(
                    "yaml", String.valueOf(stale.getMessage()), "Your text is still below; compare and save again.");
            return editor(
                    model,
                    routing,
                    new Form(routing.version(), form.name(), form.selector(), form.position(), form.yaml()),
                    List.of(problem));
        }
    }

    @PostMapping("/routing/{name}/remove")
    @PreAuthorize("hasRole('EDITOR')")
    String remove(@PathVariable String name, @RequestParam int version, RedirectAttributes redirect) {
        var routing = routings.get(new ResourceName(name));
        routings.remove(routing.id(), version);
        redirect.addFlashAttribute("flash", messages.getMessage("routing.removed", new Object[] {routing.name()}));
        return "redirect:/routing";
    }

    private static Form form(Routing routing) {
        return new Form(
                routing.version(),
                routing.name().value(),
                routing.selector().toString(),
                routing.position(),
                routing.yaml());
    }

    private static String editor(Model model, @Nullable Routing routing, Form form, List<FieldProblem> problems) {
        model.addAttribute("routing", routing);
        model.addAttribute("tree", routing == null ? List.of() : RouteNode.tree(routing));
        model.addAttribute("form", form);
        model.addAttribute("problems", problems);
        return "routing/edit";
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private static final String EXAMPLE = """
            route:
              receiver: everything
              group_by: [alertname, cluster]
            receivers:
              - name: everything
                slack_configs:
                  - api_url: https://hooks.slack.com/services/…
                    channel: '#alerts'
                    send_resolved: true
            """;
}
