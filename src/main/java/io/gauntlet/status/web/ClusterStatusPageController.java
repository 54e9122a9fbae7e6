package io.gauntlet.status.web;

import io.gauntlet.delivery.PushQueue;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.stack.Stacks;
import io.gauntlet.status.FleetStatus;
import io.gauntlet.status.StatusBoard;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;

/** One cluster: what runs there, how it is, what to do about it. */
@Controller
class ClusterStatusPageController {

    private final StatusBoard board;
    private final Stacks stacks;
    private final PushQueue queue;
    private final Clock clock;

    ClusterStatusPageController(StatusBoard board, Stacks stacks, PushQueue queue, Clock clock) {
        this.board = board;
        this.stacks = stacks;
        this.queue = queue;
        this.clock = clock;
    }

    @GetMapping("/clusters/{name}")
    @PreAuthorize("hasRole('VIEWER')")
    String cluster(
            @PathVariable String name,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String script,
            Model model,
            HttpServletResponse response) {
        var status = board.cluster(name(name));
        response.setHeader("Vary", "HX-Request");
        status.answeredAt().ifPresent(at -> response.setHeader("X-Swept", Long.toString(at.toEpochMilli())));
        var stack = stacks.effective(status.cluster().id());
        model.addAttribute("view", ClusterView.of(status, stack, clock.instant()));
        model.addAttribute("queued", queue.of(name(name)).orElse(null));
        model.addAttribute("here", Links.cluster(name));
        model.addAttribute("every", interval(board.fleet()));
        return script == null ? "status/cluster" : "status/cluster-live";
    }

    /** Where the fleet page lists the clusters, people expect the address without a name to lead. */
    @GetMapping("/clusters")
    @PreAuthorize("hasRole('VIEWER')")
    String clusters() {
        return "redirect:/fleet";
    }

    private static long interval(FleetStatus fleet) {
        return fleet.interval().toSeconds();
    }

    /** A name that no cluster can have is a cluster that does not exist. */
    private static ResourceName name(String text) {
        if (ResourceName.problem("name", text).isPresent()) {
            throw new DomainException.NotFound("cluster", text);
        }
        return new ResourceName(text);
    }
}
