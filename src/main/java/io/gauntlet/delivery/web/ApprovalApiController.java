package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Approvals;
import io.gauntlet.delivery.PlanId;
import io.gauntlet.delivery.Plans;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Approvals of one plan by REST; each answer says what is still missing. */
@RestController
@RequestMapping("/api/v1/plans/{id}/approvals")
class ApprovalApiController {

    private final Plans plans;
    private final Approvals approvals;

    ApprovalApiController(Plans plans, Approvals approvals) {
        this.plans = plans;
        this.approvals = approvals;
    }

    /** @param comment may be left out */
    record ApproveRequest(@Nullable String comment) {}

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    ApprovalResource get(@PathVariable UUID id) {
        return ApprovalResource.of(approvals.of(plans.get(new PlanId(id))));
    }

    @PostMapping
    @PreAuthorize("hasRole('OPERATOR')")
    ApprovalResource approve(@PathVariable UUID id, @RequestBody ApproveRequest request) {
        return ApprovalResource.of(
                approvals.approve(new PlanId(id), Objects.requireNonNullElse(request.comment(), "")));
    }

    /** Takes back the approval of who asks. */
    @DeleteMapping
    @PreAuthorize("hasRole('OPERATOR')")
    ApprovalResource withdraw(@PathVariable UUID id) {
        return ApprovalResource.of(approvals.withdraw(new PlanId(id)));
    }
}
