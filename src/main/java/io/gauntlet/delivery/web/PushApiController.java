package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Plans;
import io.gauntlet.delivery.Plans.Intent;
import io.gauntlet.delivery.Rollouts.PushPlan;
import io.gauntlet.kernel.DomainException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Plan and push in one call, for pipelines: what is planned is pushed unless something stands against it. */
@RestController
@RequestMapping("/api/v1/pushes")
class PushApiController {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Plans plans;

    PushApiController(Plans plans) {
        this.plans = plans;
    }

    /**
     * What is planned and pushed.
     *
     * @param clusters    names; null or empty means every cluster with unpushed changes
     * @param without     numbers of changes that are left out
     * @param unreachable leave or queue: what becomes of clusters that give no answer
     */
    record DirectPushRequest(
            @Nullable List<String> clusters,
            @Nullable List<@Nullable Long> without,
            @Nullable String reason,
            @Nullable StrategyRequest strategy,
            @Nullable String unreachable) {}

    /**
     * Answers the plan. When its field {@code rollout} is set, the push has begun; else {@code push} says why it has not, and is
     * empty while it waits.
     */
    @PostMapping
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<PlanResource> push(@RequestBody DirectPushRequest request) throws InterruptedException {
        var reason = request.reason() == null ? "" : request.reason().strip();
        if (reason.isEmpty() || reason.length() > PushPlan.MAX_REASON) {
            throw DomainException.Invalid.of(
                    "reason",
                    "The reason is empty or too long.",
                    "Say in at most " + PushPlan.MAX_REASON + " characters why you push.");
        }
        var intent =
                new Intent(reason, StrategyRequest.parse(request.strategy()), AwayRequest.parse(request.unreachable()));
        var created = plans.create(
                Names.parse("clusters", request.clusters()),
                ChangeNumbers.parse(request.without()),
                Optional.of(intent));
        var plan = PlanResource.of(plans.awaitIntent(created.id(), LONGEST_WAIT));
        return ResponseEntity.created(URI.create("/api/v1/plans/" + plan.id())).body(plan);
    }
}
