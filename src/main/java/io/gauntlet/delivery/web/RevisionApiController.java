package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Plan;
import io.gauntlet.delivery.Plans;
import io.gauntlet.delivery.Revisions;
import io.gauntlet.delivery.RolloutId;
import io.gauntlet.delivery.web.RevisionResource.ComparisonResource;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The history of clusters by REST, and plans that go back in it. */
@RestController
class RevisionApiController {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Revisions revisions;
    private final Plans plans;

    RevisionApiController(Revisions revisions, Plans plans) {
        this.revisions = revisions;
        this.plans = plans;
    }

    @GetMapping("/api/v1/clusters/{name}/revisions")
    @PreAuthorize("hasRole('VIEWER')")
    Page<RevisionResource> list(
            @PathVariable String name, @RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return revisions.page(new ResourceName(name), after, Page.limit(limit)).map(RevisionResource::of);
    }

    @GetMapping("/api/v1/clusters/{name}/revisions/{number}")
    @PreAuthorize("hasRole('VIEWER')")
    RevisionResource get(@PathVariable String name, @PathVariable int number) {
        return RevisionResource.of(revisions.get(new ResourceName(name), number));
    }

    @GetMapping("/api/v1/clusters/{name}/revisions/compare")
    @PreAuthorize("hasRole('VIEWER')")
    ComparisonResource compare(@PathVariable String name, @RequestParam int from, @RequestParam int to) {
        return ComparisonResource.of(revisions.compare(new ResourceName(name), from, to));
    }

    /** Answers the plan that brings the revision back; it is pushed like any other plan. */
    @PostMapping("/api/v1/clusters/{name}/revisions/{number}/rollback")
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<PlanResource> rollBack(@PathVariable String name, @PathVariable int number)
            throws InterruptedException {
        return created(revisions.rollBack(new ResourceName(name), number));
    }

    /** Answers the plan that brings back what the rollout changed, in all its clusters. */
    @PostMapping("/api/v1/rollouts/{id}/rollback")
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<PlanResource> rollBack(@PathVariable UUID id) throws InterruptedException {
        return created(revisions.rollBack(new RolloutId(id)));
    }

    private ResponseEntity<PlanResource> created(Plan plan) throws InterruptedException {
        var computed = PlanResource.of(plans.await(plan.id(), LONGEST_WAIT));
        var location = URI.create("/api/v1/plans/" + plan.id());
        return computed.computing()
                ? ResponseEntity.accepted().location(location).body(computed)
                : ResponseEntity.created(location).body(computed);
    }
}
