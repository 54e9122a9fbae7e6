package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Plans;
import io.gauntlet.delivery.Retries;
import io.gauntlet.delivery.RolloutControl;
import io.gauntlet.delivery.RolloutId;
import io.gauntlet.kernel.ResourceName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Control of running rollouts by REST, and the evidence that they gathered. */
@RestController
@RequestMapping("/api/v1/rollouts/{id}")
class RolloutControlApiController {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final RolloutControl control;
    private final Retries retries;
    private final Plans plans;

    RolloutControlApiController(RolloutControl control, Retries retries, Plans plans) {
        this.control = control;
        this.retries = retries;
        this.plans = plans;
    }

    /** Why somebody interferes, for the history. */
    record ReasonRequest(@Nullable String reason) {

        String text() {
            return reason == null ? "" : reason;
        }
    }

    @PostMapping("/pause")
    @PreAuthorize("hasRole('OPERATOR')")
    RolloutResource pause(@PathVariable UUID id, @RequestBody ReasonRequest request) {
        return RolloutResource.of(control.pause(new RolloutId(id), request.text()));
    }

    @PostMapping("/resume")
    @PreAuthorize("hasRole('OPERATOR')")
    RolloutResource resume(@PathVariable UUID id) {
        return RolloutResource.of(control.resume(new RolloutId(id)));
    }

    @PostMapping("/waves/{number}/open")
    @PreAuthorize("hasRole('OPERATOR')")
    RolloutResource openWave(@PathVariable UUID id, @PathVariable int number) {
        return RolloutResource.of(control.openWave(new RolloutId(id), number));
    }

    @PostMapping("/targets/{cluster}/retry")
    @PreAuthorize("hasRole('OPERATOR')")
    RolloutResource retry(@PathVariable UUID id, @PathVariable String cluster) {
        return RolloutResource.of(control.retry(new RolloutId(id), new ResourceName(cluster)));
    }

    /** Answers the plan of the clusters that failed or were left out, after the rollout has ended. */
    @PostMapping("/retry")
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<PlanResource> retryFailed(@PathVariable UUID id) throws InterruptedException {
        var plan = retries.planFailed(new RolloutId(id));
        return ResponseEntity.created(URI.create("/api/v1/plans/" + plan.id()))
                .body(PlanResource.of(plans.await(plan.id(), LONGEST_WAIT)));
    }

    @PostMapping("/targets/{cluster}/skip")
    @PreAuthorize("hasRole('OPERATOR')")
    RolloutResource skip(@PathVariable UUID id, @PathVariable String cluster, @RequestBody ReasonRequest request) {
        return RolloutResource.of(control.skip(new RolloutId(id), new ResourceName(cluster), request.text()));
    }

    @GetMapping("/proof")
    @PreAuthorize("hasRole('VIEWER')")
    List<EvidenceResource> proof(@PathVariable UUID id, @RequestParam @Nullable String cluster) {
        var name = Optional.ofNullable(cluster).map(ResourceName::new);
        return control.evidence(new RolloutId(id), name).stream()
                .map(EvidenceResource::of)
                .toList();
    }
}
