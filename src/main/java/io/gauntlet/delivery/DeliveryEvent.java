package io.gauntlet.delivery;

import io.gauntlet.kernel.AuditableEvent;
import io.gauntlet.kernel.ResourceName;
import java.util.Map;

/** Audit trail entries of this module. */
record DeliveryEvent(String action, String subjectType, String subject, Map<String, String> details)
        implements AuditableEvent {

    DeliveryEvent {
        details = Map.copyOf(details);
    }

    static DeliveryEvent ofPlan(PlanId plan, String action, Map<String, String> details) {
        return new DeliveryEvent(action, "plan", plan.toString(), details);
    }

    static DeliveryEvent ofApprovalRule(ResourceName rule, String action, Map<String, String> details) {
        return new DeliveryEvent(action, "approval-rule", rule.value(), details);
    }

    static DeliveryEvent ofRollout(RolloutId rollout, String action, Map<String, String> details) {
        return new DeliveryEvent(action, "rollout", rollout.toString(), details);
    }

    static DeliveryEvent ofCluster(String cluster, String action, Map<String, String> details) {
        return new DeliveryEvent(action, "cluster", cluster, details);
    }
}
