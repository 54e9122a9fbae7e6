package io.gauntlet.delivery.web;

import io.gauntlet.delivery.PlanId;
import io.gauntlet.delivery.PlannedObject;
import io.gauntlet.delivery.Plans;
import io.gauntlet.delivery.Plans.ObjectsOf;
import io.gauntlet.delivery.Rollouts;
import io.gauntlet.delivery.Rollouts.PushPlan;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

/** Plans by REST: make one, look at it, push it. */
@RestController
@RequestMapping("/api/v1/plans")
class PlanApiController {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Plans plans;
    private final Rollouts rollouts;

    PlanApiController(Plans plans, Rollouts rollouts) {
        this.plans = plans;
        this.rollouts = rollouts;
    }

    /**
     * What is planned.
     *
     * @param clusters names; null or empty means every cluster with unpushed changes
     * @param without  numbers of changes that are left out
     */
    record PlanRequest(
            @Nullable List<String> clusters, @Nullable List<@Nullable Long> without) {}

    /**
     * How a plan is pushed.
     *
     * @param takeOver    ids of planned objects in conflict that are taken over
     * @param unreachable leave or queue: what becomes of clusters that gave no answer
     */
    record PushRequest(
            @Nullable String reason,
            @Nullable Set<UUID> takeOver,
            @Nullable StrategyRequest strategy,
            @Nullable String unreachable) {}

    @PostMapping
    @PreAuthorize("hasRole('EDITOR')")
    ResponseEntity<PlanResource> create(@RequestBody PlanRequest request) throws InterruptedException {
        var created = plans.create(
                Names.parse("clusters", request.clusters()), ChangeNumbers.parse(request.without()), Optional.empty());
        var plan = PlanResource.of(plans.await(created.id(), LONGEST_WAIT));
        var location = URI.create("/api/v1/plans/" + plan.id());
        return plan.computing()
                ? ResponseEntity.accepted().location(location).body(plan)
                : ResponseEntity.created(location).body(plan);
    }

    @GetMapping("/{id}")
    @PreAuthorize("hasRole('VIEWER')")
    PlanResource get(@PathVariable UUID id, @RequestParam @Nullable String wait) throws InterruptedException {
        var limit = Waits.parse(wait);
        return PlanResource.of(limit.isZero() ? plans.get(new PlanId(id)) : plans.await(new PlanId(id), limit));
    }

    /** @param seconds that its push may take when all clusters may be worked on at once; null where the past does not tell */
    record EstimateResource(@Nullable Long seconds) {}

    @GetMapping("/{id}/estimate")
    @PreAuthorize("hasRole('VIEWER')")
    EstimateResource estimate(@PathVariable UUID id) {
        return new EstimateResource(plans.estimate(new PlanId(id))
                .map(time -> Math.max(1, time.toSeconds()))
                .orElse(null));
    }

    @GetMapping("/{id}/objects")
    @PreAuthorize("hasRole('VIEWER')")
    Page<PlannedObjectResource> objects(
            @PathVariable UUID id,
            @RequestParam @Nullable String cluster,
            @RequestParam @Nullable String action,
            @RequestParam @Nullable String after,
            @RequestParam @Nullable Integer limit) {
        var name = cluster == null ? null : new ResourceName(cluster);
        return plans.objects(new ObjectsOf(new PlanId(id), name, action(action), after, Page.limit(limit)))
                .map(PlannedObjectResource::of);
    }

    @PostMapping("/{id}/push")
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<RolloutResource> push(@PathVariable UUID id, @RequestBody PushRequest request) {
        var reason = request.reason() == null ? "" : request.reason();
        var takeOver = request.takeOver() == null ? Set.<UUID>of() : request.takeOver();
        var rollout = RolloutResource.of(rollouts.push(new PushPlan(
                new PlanId(id),
                reason,
                takeOver,
                StrategyRequest.parse(request.strategy()),
                AwayRequest.parse(request.unreachable()))));
        return ResponseEntity.created(URI.create("/api/v1/rollouts/" + rollout.id()))
                .body(rollout);
    }

    private static PlannedObject.@Nullable Action action(@Nullable String text) {
        if (text == null) {
            return null;
        }
        for (var action : PlannedObject.Action.values()) {
            if (Words.of(action).equals(text)) {
                return action;
            }
        }
        throw DomainException.Invalid.of(
                "action", "There is no such action.", "Use create, change, delete, unchanged, conflict or rejected.");
    }
}
