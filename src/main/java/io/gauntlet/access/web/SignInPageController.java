package io.gauntlet.access.web;

import io.gauntlet.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** Shows the form; the security chain takes what it sends. */
@Controller
class SignInPageController {

    private static final String VIEW = "access/sign-in";

    @GetMapping("/sign-in")
    @PreAuthorize("permitAll()")
    String form(
            @RequestParam(required = false) @Nullable String next,
            @RequestParam(name = "out", required = false) @Nullable String signedOut,
            HttpServletRequest request,
            Model model) {
        if (Caller.current().isPresent()) {
            return "redirect:/fleet";
        }
        forgetFormToken(request);
        model.addAttribute("next", next);
        model.addAttribute("signedOut", signedOut != null);
        return VIEW;
    }

    /** After a failure, with what was typed, except for the password. */
    @PostMapping("/sign-in/again")
    @PreAuthorize("permitAll()")
    String again(
            @RequestParam(required = false) @Nullable String next,
            @RequestParam(required = false) @Nullable String name,
            @RequestAttribute(name = "signInProblem", required = false) @Nullable String problem,
            HttpServletRequest request,
            Model model) {
        forgetFormToken(request);
        model.addAttribute("next", next);
        model.addAttribute("name", name);
        model.addAttribute("problem", problem);
        return VIEW;
    }

    /** The page needs no form token, and asking for one would make a session for every stranger. */
    private static void forgetFormToken(HttpServletRequest request) {
        request.removeAttribute("_csrf");
    }
}
