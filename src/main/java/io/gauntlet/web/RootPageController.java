package io.gauntlet.web;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The address without a path. */
@Controller
class RootPageController {

    @GetMapping("/")
    @PreAuthorize("hasRole('VIEWER')")
    String root() {
        return "redirect:/fleet";
    }
}
