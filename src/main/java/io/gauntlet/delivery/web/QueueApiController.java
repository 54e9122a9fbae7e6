package io.gauntlet.delivery.web;

import io.gauntlet.delivery.PlanId;
import io.gauntlet.delivery.PushQueue;
import io.gauntlet.kernel.ResourceName;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Clusters that are pushed when they answer again, by REST. */
@RestController
@RequestMapping("/api/v1")
class QueueApiController {

    private final PushQueue queue;

    QueueApiController(PushQueue queue) {
        this.queue = queue;
    }

    /** @param strategy its gates and maintenance windows count; waves do not */
    record QueueRequest(@Nullable String reason, @Nullable StrategyRequest strategy) {}

    @GetMapping("/queued-pushes")
    @PreAuthorize("hasRole('VIEWER')")
    List<QueuedPushResource> list() {
        return queue.all().stream().map(QueuedPushResource::of).toList();
    }

    @DeleteMapping("/queued-pushes/{cluster}")
    @PreAuthorize("hasRole('OPERATOR')")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void drop(@PathVariable String cluster) {
        queue.drop(new ResourceName(cluster));
    }

    /** Queues what gave no answer in a plan, without pushing the rest. */
    @PostMapping("/plans/{id}/queue")
    @PreAuthorize("hasRole('OPERATOR')")
    List<QueuedPushResource> queue(@PathVariable UUID id, @RequestBody QueueRequest request) {
        var reason = Objects.requireNonNullElse(request.reason(), "");
        return queue.queue(new PlanId(id), reason, StrategyRequest.parse(request.strategy())).stream()
                .map(QueuedPushResource::of)
                .toList();
    }
}
