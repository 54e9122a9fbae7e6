package io.gauntlet.access.web;

import io.gauntlet.access.Users;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The people who can sign in, for admins. */
@Controller
class UserPageController {

    private static final String BACK = "redirect:/settings/users";

    private final Users users;
    private final SettingsView view;

    UserPageController(Users users, SettingsView view) {
        this.users = users;
        this.view = view;
    }

    @GetMapping("/settings/users")
    @PreAuthorize("hasRole('ADMIN')")
    String list(Model model) {
        return view.users(model);
    }

    @PostMapping("/settings/users")
    @PreAuthorize("hasRole('ADMIN')")
    String register(
            @ModelAttribute("user") UserForm form,
            HttpServletResponse response,
            Model model,
            RedirectAttributes flash) {
        try {
            var user = users.register(form.toCommand());
            flash.addFlashAttribute("flash", view.text("access.user.registered", user.name()));
            return BACK;
        } catch (DomainException refused) {
            return refused(refused, response, model);
        }
    }

    @PostMapping("/settings/users/{name}")
    @PreAuthorize("hasRole('ADMIN')")
    String change(
            @PathVariable("name") String name,
            @ModelAttribute("change") UserChangeForm form,
            HttpServletResponse response,
            Model model,
            RedirectAttributes flash) {
        try {
            var user = users.change(form.toCommand(name));
            flash.addFlashAttribute("flash", view.text("access.user.changed", user.name()));
            return BACK;
        } catch (DomainException refused) {
            return refused(refused, response, model);
        }
    }

    private String refused(DomainException refused, HttpServletResponse response, Model model) {
        response.setStatus(
                switch (refused) {
                    case DomainException.NotFound missing -> 404;
                    case DomainException.Conflict conflict -> 409;
                    case DomainException.Stale stale -> 412;
                    case DomainException.VersionRequired required -> 428;
                    case DomainException.Invalid invalid -> 422;
                });
        model.addAttribute(
                "problems",
                refused instanceof DomainException.Invalid invalid
                        ? invalid.problems()
                        : List.of(new FieldProblem("name", String.valueOf(refused.getMessage()), "")));
        return view.users(model);
    }
}
