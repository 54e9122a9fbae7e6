package io.gauntlet.delivery;

import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.List;

/**
 * Approvals of plans: rules say for which clusters other people have to agree before a plan may be pushed. A plan is bound to
 * the bytes and the live objects that it shows, so an approval is for exactly these. The way back to an earlier revision needs
 * none, since it must not wait when something burns.
 */
public interface Approvals {

    /** Longest comment. */
    int MAX_COMMENT = 500;

    /** Ordered by name. */
    List<Rule> rules();

    Rule rule(ResourceName name);

    /** @throws io.gauntlet.kernel.DomainException.Conflict when there is a rule of that name */
    Rule add(Terms terms);

    /** @throws io.gauntlet.kernel.DomainException.Stale when somebody else changed it since that version */
    Rule change(Terms terms, int version);

    void remove(ResourceName name, int version);

    /** What the rules want for a plan as they are now, and what was given. */
    Standing of(Plan plan);

    /**
     * Agrees in the name of who is signed in; once more replaces the comment.
     *
     * @throws io.gauntlet.kernel.DomainException.Conflict when the plan cannot be pushed any more, or when only others may
     *     agree
     */
    Standing approve(PlanId plan, String comment);

    /** Takes one's own approval back. */
    Standing withdraw(PlanId plan);

    /**
     * What a rule wants.
     *
     * @param selector     clusters that it is for
     * @param approvals    how many people have to agree, 1 to 5
     * @param selfApproval whether the author of the plan is one of them
     */
    record Terms(ResourceName name, LabelSelector selector, int approvals, boolean selfApproval) {}

    /** A rule as it is stored. */
    record Rule(Terms terms, int version, String changedBy, Instant changedAt) {}

    /** One person's approval. */
    record Given(String approver, String comment, Instant at) {}

    /**
     * What a rule wants for the clusters of a plan.
     *
     * @param counted approvals that count for this rule
     */
    record Demand(Terms terms, List<ResourceName> clusters, int counted) {

        public Demand {
            clusters = List.copyOf(clusters);
        }

        public int missing() {
            return Math.max(0, terms.approvals() - counted);
        }
    }

    /** How a plan stands. */
    record Standing(List<Demand> demands, List<Given> given) {

        public Standing {
            demands = List.copyOf(demands);
            given = List.copyOf(given);
        }

        /** Whether nothing is missing. */
        public boolean complete() {
            return demands.stream().allMatch(demand -> demand.missing() == 0);
        }
    }
}
