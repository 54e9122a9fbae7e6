package io.gauntlet.audit.web;

import io.gauntlet.audit.AuditFilter;
import io.gauntlet.audit.AuditTrail;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The trail as a page; the address holds the filter. */
@Controller
class AuditPageController {

    private static final int ROWS = 50;

    private final AuditTrail trail;

    AuditPageController(AuditTrail trail) {
        this.trail = trail;
    }

    @GetMapping("/audit")
    @PreAuthorize("hasRole('VIEWER')")
    String list(
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String after,
            Model model) {
        var filter = new AuditFilter(actor, action, subject);
        model.addAttribute("filter", filter);
        model.addAttribute("page", trail.list(filter, after, ROWS));
        model.addAttribute("after", after);
        return "audit/list";
    }
}
