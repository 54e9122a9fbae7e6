package io.gauntlet.delivery.web;

import io.gauntlet.delivery.PlanId;
import io.gauntlet.delivery.PlannedChange;
import io.gauntlet.delivery.Plans;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.util.List;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a plan changes by REST, each change told once for all clusters that it is the same on. */
@RestController
@RequestMapping("/api/v1/plans/{id}/changes")
class PlannedChangeApiController {

    private final Plans plans;

    PlannedChangeApiController(Plans plans) {
        this.plans = plans;
    }

    /**
     * A change.
     *
     * @param first    on one of the clusters, with its diff
     * @param clusters the first hundred that it is the same on
     * @param count    how many there are
     */
    record ChangeResource(PlannedObjectResource first, List<String> clusters, int count) {}

    /** All of them in one page, the ones to look at first before the others. */
    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    Page<ChangeResource> list(@PathVariable UUID id) {
        var plan = new PlanId(id);
        return new Page<>(plans.changes(plan), null).map(change -> resource(plan, change));
    }

    private ChangeResource resource(PlanId plan, PlannedChange change) {
        return new ChangeResource(
                PlannedObjectResource.of(plans.object(plan, change.first().id())),
                change.clusters().stream().map(ResourceName::value).toList(),
                change.count());
    }
}
