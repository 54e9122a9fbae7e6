package io.gauntlet.delivery.web;

import io.gauntlet.delivery.RolloutId;
import io.gauntlet.delivery.Rollouts;
import io.gauntlet.delivery.web.RolloutResource.SummaryResource;
import io.gauntlet.kernel.Page;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Rollouts by REST: list, watch, abort. */
@RestController
@RequestMapping("/api/v1/rollouts")
class RolloutApiController {

    private final Rollouts rollouts;
    private final RolloutStream stream;

    RolloutApiController(Rollouts rollouts, RolloutStream stream) {
        this.rollouts = rollouts;
        this.stream = stream;
    }

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    Page<SummaryResource> list(@RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return rollouts.page(after, Page.limit(limit)).map(SummaryResource::of);
    }

    @GetMapping("/{id}")
    @PreAuthorize("hasRole('VIEWER')")
    RolloutResource get(@PathVariable UUID id, @RequestParam @Nullable String wait) throws InterruptedException {
        var limit = Waits.parse(wait);
        var rollout = new RolloutId(id);
        return RolloutResource.of(limit.isZero() ? rollouts.get(rollout) : rollouts.await(rollout, limit));
    }

    @PostMapping("/{id}/abort")
    @PreAuthorize("hasRole('OPERATOR')")
    RolloutResource abort(@PathVariable UUID id) {
        return RolloutResource.of(rollouts.abort(new RolloutId(id)));
    }

    @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @PreAuthorize("hasRole('VIEWER')")
    SseEmitter events(
            @PathVariable UUID id, @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last) {
        return stream.open(new RolloutId(id), last);
    }
}
