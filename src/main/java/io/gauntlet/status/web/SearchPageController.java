package io.gauntlet.status.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** One search over everything that has a name, and the style guide. */
@Controller
class SearchPageController {

    private static final int LONGEST = 200;

    private final Search search;

    SearchPageController(Search search) {
        this.search = search;
    }

    /** A single hit is opened at once. */
    @GetMapping("/search")
    @PreAuthorize("hasRole('VIEWER')")
    ModelAndView search(@RequestParam(required = false) @Nullable String q) {
        var asked = q == null ? "" : q.strip();
        var text = asked.length() > LONGEST ? asked.substring(0, LONGEST) : asked;
        var hits = search.find(text);
        if (hits.size() == 1) {
            return new ModelAndView(new RedirectView(hits.getFirst().href(), true));
        }
        return new ModelAndView("status/search", Map.of("q", text, "hits", hits));
    }

    @GetMapping("/styleguide")
    @PreAuthorize("hasRole('VIEWER')")
    String styleguide(Model model) {
        model.addAttribute("sample", StyleguideSample.of());
        return "status/styleguide";
    }
}
