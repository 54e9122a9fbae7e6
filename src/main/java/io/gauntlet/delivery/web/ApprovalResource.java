package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Approvals.Demand;
import io.gauntlet.delivery.Approvals.Given;
import io.gauntlet.delivery.Approvals.Rule;
import io.gauntlet.delivery.Approvals.Standing;
import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.List;

/**
 * Who has to agree to a plan and who did.
 *
 * @param complete whether nothing is missing
 */
record ApprovalResource(boolean complete, List<DemandResource> rules, List<GivenResource> approvals) {

    /** What one rule wants. */
    record DemandResource(
            String name, int required, int counted, int missing, boolean selfApproval, List<String> clusters) {

        static DemandResource of(Demand demand) {
            return new DemandResource(
                    demand.terms().name().value(),
                    demand.terms().approvals(),
                    demand.counted(),
                    demand.missing(),
                    demand.terms().selfApproval(),
                    demand.clusters().stream().map(ResourceName::value).toList());
        }
    }

    /** One approval. */
    record GivenResource(String approver, String comment, Instant at) {

        static GivenResource of(Given given) {
            return new GivenResource(given.approver(), given.comment(), given.at());
        }
    }

    /** A rule. */
    record RuleResource(
            String name, String selector, int approvals, boolean selfApproval, String changedBy, Instant changedAt) {

        static RuleResource of(Rule rule) {
            return new RuleResource(
                    rule.terms().name().value(),
                    rule.terms().selector().toString(),
                    rule.terms().approvals(),
                    rule.terms().selfApproval(),
                    rule.changedBy(),
                    rule.changedAt());
        }
    }

    static ApprovalResource of(Standing standing) {
        return new ApprovalResource(
                standing.complete(),
                standing.demands().stream().map(DemandResource::of).toList(),
                standing.given().stream().map(GivenResource::of).toList());
    }
}
