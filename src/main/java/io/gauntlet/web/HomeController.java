package io.gauntlet.web;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The way in: the sign-in page, and the fleet behind the root address. */
@Controller
class HomeController {

    @GetMapping("/")
    @PreAuthorize("hasRole('VIEWER')")
    String home() {
        return "redirect:/fleet";
    }

    @GetMapping("/sign-in")
    @PreAuthorize("permitAll()")
    String signIn() {
        return "sign-in";
    }
}
