package io.gauntlet.status.web;

import io.gauntlet.status.StatusBoard;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The fleet: all clusters, worst first. The same address gives the page or, asked by a script, its moving parts. */
@Controller
class FleetPageController {

    private final StatusBoard board;
    private final Clock clock;

    FleetPageController(StatusBoard board, Clock clock) {
        this.board = board;
        this.clock = clock;
    }

    @GetMapping("/fleet")
    @PreAuthorize("hasRole('VIEWER')")
    @Nullable
    String fleet(
            @ModelAttribute FleetQuery.Parameters asked,
            @RequestParam(required = false) @Nullable String seen,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String script,
            Model model,
            HttpServletResponse response) {
        var fleet = board.fleet();
        response.setHeader("Vary", "HX-Request");
        fleet.sweptAt().ifPresent(at -> response.setHeader("X-Swept", Long.toString(at.toEpochMilli())));
        if (script != null && fleet.signature().equals(seen)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return null;
        }
        model.addAttribute("view", FleetView.of(fleet, FleetQuery.of(asked), clock.instant()));
        return script == null ? "status/fleet" : "status/fleet-live";
    }

    @PostMapping("/fleet/sweep")
    @PreAuthorize("hasRole('VIEWER')")
    String sweep(RedirectAttributes redirect) {
        board.sweepSoon();
        redirect.addFlashAttribute("sweeping", true);
        return "redirect:/fleet";
    }
}
