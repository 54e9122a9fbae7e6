package io.gauntlet.delivery.web;

import io.gauntlet.delivery.PushQueue;
import io.gauntlet.delivery.RolloutControl;
import io.gauntlet.delivery.RolloutId;
import io.gauntlet.delivery.Rollouts;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Page;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The pages of rollouts. */
@Controller
class RolloutPageController {

    private final Rollouts rollouts;
    private final RolloutControl control;
    private final PushQueue queue;
    private final RolloutStream stream;

    RolloutPageController(Rollouts rollouts, RolloutControl control, PushQueue queue, RolloutStream stream) {
        this.rollouts = rollouts;
        this.control = control;
        this.queue = queue;
        this.stream = stream;
    }

    @GetMapping("/rollouts")
    @PreAuthorize("hasRole('VIEWER')")
    String list(@RequestParam @Nullable String after, Model model) {
        model.addAttribute("page", rollouts.page(after, Page.DEFAULT_LIMIT).map(RolloutView.Row::of));
        model.addAttribute("queued", queued(queue.all()));
        return "delivery/rollouts";
    }

    @GetMapping("/rollouts/{id}")
    @PreAuthorize("hasRole('VIEWER')")
    String rollout(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean fragment, Model model) {
        var found = rollouts.get(new RolloutId(id));
        model.addAttribute("rollout", RolloutView.of(found));
        model.addAttribute("queued", queued(found.plan().map(queue::of).orElse(List.of())));
        model.addAttribute("timeline", TimelineRow.of(control.timeline(new RolloutId(id))));
        return fragment ? "delivery/rollout :: live" : "delivery/rollout";
    }

    private static List<QueuedPushResource> queued(List<PushQueue.Entry> entries) {
        return entries.stream().map(QueuedPushResource::of).toList();
    }

    @GetMapping(path = "/rollouts/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @PreAuthorize("hasRole('VIEWER')")
    SseEmitter events(
            @PathVariable UUID id, @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last) {
        return stream.open(new RolloutId(id), last);
    }

    @PostMapping("/rollouts/{id}/abort")
    @PreAuthorize("hasRole('OPERATOR')")
    String abort(@PathVariable UUID id) {
        try {
            rollouts.abort(new RolloutId(id));
        } catch (DomainException.Conflict ended) {
            // It ended before the button was pressed; its page says how.
            return "redirect:/rollouts/" + id;
        }
        return "redirect:/rollouts/" + id;
    }
}
