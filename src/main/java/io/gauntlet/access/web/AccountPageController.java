package io.gauntlet.access.web;

import io.gauntlet.access.Tokens;
import io.gauntlet.access.Users;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Secret;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.UUID;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The settings of the person who is signed in: password and tokens. */
@Controller
class AccountPageController {

    private static final String BACK = "redirect:/settings";
    private static final int UNPROCESSABLE = 422;

    private final Users users;
    private final Tokens tokens;
    private final SettingsView view;
    private final Clock clock;

    AccountPageController(Users users, Tokens tokens, SettingsView view, Clock clock) {
        this.users = users;
        this.tokens = tokens;
        this.view = view;
        this.clock = clock;
    }

    @GetMapping("/settings")
    @PreAuthorize("hasRole('VIEWER')")
    String account(Model model) {
        return view.account(model);
    }

    /** Ends all sessions of the person, this one included. */
    @PostMapping("/settings/password")
    @PreAuthorize("hasRole('VIEWER')")
    String changePassword(
            @RequestParam(defaultValue = "") Secret current,
            @RequestParam(defaultValue = "") Secret password,
            HttpServletResponse response,
            Model model) {
        var caller = SettingsView.caller();
        if (caller.userId() == null) {
            throw new AccessDeniedException("not a user");
        }
        try {
            users.changeOwnPassword(caller.userId(), current, password);
            return "redirect:/sign-in";
        } catch (DomainException.Invalid invalid) {
            return refused(invalid, response, model);
        }
    }

    @PostMapping("/settings/tokens")
    @PreAuthorize("hasRole('VIEWER')")
    String createToken(
            @ModelAttribute("token") TokenForm form,
            HttpServletResponse response,
            Model model,
            RedirectAttributes flash) {
        try {
            var created = tokens.create(SettingsView.caller(), form.toCommand(clock));
            flash.addFlashAttribute("createdToken", created.value().reveal());
            flash.addFlashAttribute(
                    "flash", view.text("access.token.created", created.token().name()));
            return BACK;
        } catch (DomainException.Invalid invalid) {
            return refused(invalid, response, model);
        }
    }

    @PostMapping("/settings/tokens/{id}/revoke")
    @PreAuthorize("hasRole('VIEWER')")
    String revokeToken(@PathVariable UUID id, RedirectAttributes flash) {
        tokens.revoke(SettingsView.caller(), id);
        flash.addFlashAttribute("flash", view.text("access.token.revoked"));
        return BACK;
    }

    private String refused(DomainException.Invalid invalid, HttpServletResponse response, Model model) {
        response.setStatus(UNPROCESSABLE);
        model.addAttribute("problems", invalid.problems());
        return view.account(model);
    }
}
