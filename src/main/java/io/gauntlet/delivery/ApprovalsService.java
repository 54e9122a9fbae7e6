package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.ResourceName;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionOperations;

/** Keeps the rules, and counts who agreed. An approval and a push lock the same plan, so neither overtakes the other. */
class ApprovalsService implements Approvals {

    private static final int MOST_APPROVALS = 5;

    private static final Duration TOLD_ONCE = Duration.ofDays(1);

    private final ApprovalStore store;
    private final PlanStore plans;
    private final RolloutEvents told;
    private final Clusters clusters;
    private final TransactionOperations transactions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    /** What rules and approvals are kept in and told by. */
    record Tables(ApprovalStore approvals, PlanStore plans, RolloutEvents events) {}

    ApprovalsService(
            Tables tables,
            Clusters clusters,
            TransactionOperations transactions,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = tables.approvals();
        this.plans = tables.plans();
        this.told = tables.events();
        this.clusters = clusters;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public List<Rule> rules() {
        return store.rules();
    }

    @Override
    public Rule rule(ResourceName name) {
        return store.rule(name).orElseThrow(() -> new DomainException.NotFound("approval rule", name));
    }

    @Override
    public Rule add(Terms terms) {
        return transactions.execute(status -> {
            requireSensible(terms);
            if (!store.add(terms, Actor.name(), clock.instant())) {
                throw new DomainException.Conflict("There is an approval rule '" + terms.name() + "' already.");
            }
            return written(terms, "delivery.approval-rule-added");
        });
    }

    @Override
    public Rule change(Terms terms, int version) {
        return transactions.execute(status -> {
            requireSensible(terms);
            rule(terms.name());
            if (!store.change(terms, version, Actor.name(), clock.instant())) {
                throw new DomainException.Stale("approval rule", terms.name());
            }
            return written(terms, "delivery.approval-rule-changed");
        });
    }

    private Rule written(Terms terms, String action) {
        events.publishEvent(DeliveryEvent.ofApprovalRule(
                terms.name(),
                action,
                Map.of(
                        "selector", terms.selector().toString(),
                        "approvals", Integer.toString(terms.approvals()),
                        "selfApproval", Boolean.toString(terms.selfApproval()))));
        return rule(terms.name());
    }

    private static void requireSensible(Terms terms) {
        if (terms.approvals() < 1 || terms.approvals() > MOST_APPROVALS) {
            throw DomainException.Invalid.of(
                    "approvals", "The number of approvals is not between 1 and 5.", "Use 1 to " + MOST_APPROVALS + ".");
        }
    }

    @Override
    public void remove(ResourceName name, int version) {
        transactions.executeWithoutResult(status -> {
            rule(name);
            if (!store.remove(name, version)) {
                throw new DomainException.Stale("approval rule", name);
            }
            events.publishEvent(DeliveryEvent.ofApprovalRule(name, "delivery.approval-rule-removed", Map.of()));
        });
    }

    @Override
    public Standing of(Plan plan) {
        return standing(plan, Set.of());
    }

    @Override
    public Standing approve(PlanId id, String comment) {
        if (comment.length() > MAX_COMMENT) {
            throw DomainException.Invalid.of(
                    "comment", "The comment is too long.", "Use at most " + MAX_COMMENT + " characters.");
        }
        return transactions.execute(status -> {
            var plan = plans.lock(id);
            PushGuard.requirePushable(plan, clock.instant());
            var before = standing(plan, Set.of());
            if (before.demands().isEmpty()) {
                throw new DomainException.Conflict("No rule wants an approval of this plan. It can be pushed.");
            }
            var actor = Actor.name();
            if (actor.equals(plan.createdBy())
                    && before.demands().stream()
                            .noneMatch(demand -> demand.terms().selfApproval())) {
                throw new DomainException.Conflict("You made this plan. Somebody else has to approve it.");
            }
            store.approve(id, new Given(actor, comment.strip(), clock.instant()));
            events.publishEvent(DeliveryEvent.ofPlan(id, "delivery.approved", Map.of("comment", comment.strip())));
            var after = standing(plan, Set.of());
            tell(plan, FleetEvent.APPROVAL_GIVEN, after, "Approved by " + actor + ".");
            return after;
        });
    }

    @Override
    public Standing withdraw(PlanId id) {
        return transactions.execute(status -> {
            var plan = plans.lock(id);
            if (plan.status() == Plan.Status.PUSHED) {
                throw new DomainException.Conflict("The plan was pushed already. Pause or abort its rollout instead.");
            }
            if (!store.withdraw(id, Actor.name())) {
                throw new DomainException.Conflict("You have not approved this plan.");
            }
            events.publishEvent(DeliveryEvent.ofPlan(id, "delivery.approval-withdrawn", Map.of()));
            var after = standing(plan, Set.of());
            tell(plan, FleetEvent.APPROVAL_MISSING, after, Actor.name() + " took the approval back.");
            return after;
        });
    }

    /** Asks for what is missing of a plan that was computed just now. In the caller's transaction. */
    void ask(PlanId id) {
        var plan = plans.get(id);
        if (plan.status() == Plan.Status.READY) {
            var standing = standing(plan, Set.of());
            if (!standing.complete()) {
                tell(plan, FleetEvent.APPROVAL_WANTED, standing, "Plan of " + plan.createdBy() + ".");
            }
        }
    }

    /** Tells of a push that was refused, if that was for want of approvals; after the transaction of the push has ended. */
    void refused(PlanId id, Collection<ClusterId> targets) {
        var plan = plans.get(id);
        var standing = standing(plan, Set.copyOf(targets));
        if (!standing.complete()) {
            transactions.executeWithoutResult(
                    status -> tell(plan, FleetEvent.APPROVAL_MISSING, standing, "Plan of " + plan.createdBy() + "."));
        }
    }

    /** Automatic sync plans and is refused once a minute; the same of its plans is told once a day. */
    private void tell(Plan plan, String event, Standing standing, String what) {
        var now = clock.instant();
        var missing = standing.demands().stream()
                .filter(demand -> demand.missing() > 0)
                .map(demand -> problem(demand).reason())
                .collect(Collectors.joining(" "));
        var message = what + " " + (missing.isEmpty() ? "All approvals are given." : missing);
        var automatic = plan.createdBy().equals(RolloutConductor.ITSELF);
        if (automatic && told.saidOfPlans(event, message, now.minus(TOLD_ONCE))) {
            return;
        }
        var wanted = standing.demands().stream()
                .mapToInt(demand -> demand.terms().approvals())
                .sum();
        var given = standing.demands().stream()
                .mapToInt(demand -> demand.terms().approvals() - demand.missing())
                .sum();
        told.plan(plan.id(), event, given, wanted, message, now);
    }

    /**
     * Refuses a push for which somebody has to agree first. The caller has locked the plan.
     *
     * @param targets the clusters that it goes to
     */
    void requireApproved(Plan plan, Collection<ClusterId> targets) {
        var problems = standing(plan, Set.copyOf(targets)).demands().stream()
                .filter(demand -> demand.missing() > 0)
                .map(ApprovalsService::problem)
                .toList();
        if (!problems.isEmpty()) {
            throw new DomainException.Conflict(
                    "The plan needs approval. " + problems.getFirst().reason(), problems);
        }
    }

    private static FieldProblem problem(Demand demand) {
        var names = demand.clusters().stream().limit(5).map(ResourceName::value).collect(Collectors.joining(", "));
        var more = demand.clusters().size() > 5 ? " and " + (demand.clusters().size() - 5) + " more" : "";
        var who = demand.terms().selfApproval() ? "" : " The author of the plan does not count.";
        return new FieldProblem(
                "approvals",
                "Rule '" + demand.terms().name() + "' has " + demand.counted() + " of "
                        + demand.terms().approvals() + " approvals for " + names + more + ".",
                "Let somebody approve the plan first." + who);
    }

    /** @param only the clusters that count; empty for all of the plan that would change */
    private Standing standing(Plan plan, Set<ClusterId> only) {
        var given = store.given(plan.id());
        if (plan.purpose() == Plan.Purpose.ROLL_BACK) {
            return new Standing(List.of(), given);
        }
        var chosen = plan.clusters().stream()
                .filter(part -> only.isEmpty() || only.contains(part.cluster()))
                .filter(part -> part.status() != Plan.ClusterStatus.EMPTY)
                .map(Plan.ClusterPart::cluster)
                .collect(Collectors.toSet());
        var rules = store.rules();
        if (rules.isEmpty() || chosen.isEmpty()) {
            return new Standing(List.of(), given);
        }
        var members = clusters.all().stream()
                .filter(cluster -> chosen.contains(cluster.id()))
                .toList();
        var demands = rules.stream()
                .map(rule -> demand(rule.terms(), members, plan, given))
                .filter(demand -> !demand.clusters().isEmpty())
                .toList();
        return new Standing(demands, given);
    }

    private static Demand demand(Terms terms, List<Cluster> members, Plan plan, List<Given> given) {
        var names = members.stream()
                .filter(cluster -> terms.selector().matches(cluster.labels()))
                .map(Cluster::name)
                .toList();
        var counted = given.stream()
                .filter(one -> terms.selfApproval() || !one.approver().equals(plan.createdBy()))
                .count();
        return new Demand(terms, names, (int) counted);
    }
}
