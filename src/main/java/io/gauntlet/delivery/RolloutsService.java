package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.ClusterDraft.Basis;
import io.gauntlet.delivery.Omissions.LeftOut;
import io.gauntlet.delivery.Plan.ClusterPart;
import io.gauntlet.delivery.PlanWorker.Stores;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionOperations;

/** Makes rollouts of plans and reads them; the work is done by {@link RolloutWorker}. */
class RolloutsService implements Rollouts {

    private final PlanStore plans;
    private final DraftStore drafts;
    private final DeliveryStore deliveries;
    private final RolloutTables tables;
    private final Freshness freshness;
    private final RolloutConductor conductor;
    private final ApprovalsService approvals;
    private final PushQueueService queue;
    private final TransactionOperations transactions;
    private final ApplicationEventPublisher events;
    private final PlansService.Parts parts;

    /** The tables of rollouts. */
    record RolloutTables(
            PushStore pushes,
            RolloutStore rollouts,
            WaveStore waves,
            RolloutEnds ends,
            RolloutQueries queries,
            RolloutEvents events) {}

    /** The tables, who decides what a rollout does next, who has to agree before it is made, and where clusters wait. */
    record Conducted(
            RolloutTables tables, RolloutConductor conductor, ApprovalsService approvals, PushQueueService queue) {}

    /** How a plan is compared with the present. */
    record Freshness(
            MonitoringConfigLoader loader, Omissions omissions, ClusterPlanner planner, Fingerprints fingerprints) {}

    RolloutsService(
            Stores stores,
            Conducted conducted,
            Freshness freshness,
            TransactionOperations transactions,
            ApplicationEventPublisher events,
            PlansService.Parts parts) {
        this.plans = stores.plans();
        this.drafts = stores.drafts();
        this.deliveries = stores.deliveries();
        this.tables = conducted.tables();
        this.conductor = conducted.conductor();
        this.approvals = conducted.approvals();
        this.queue = conducted.queue();
        this.freshness = freshness;
        this.transactions = transactions;
        this.events = events;
        this.parts = parts;
    }

    @Override
    public Rollout push(PushPlan command) {
        return push(command, Actor.name(), () -> {});
    }

    /**
     * In the name of somebody who asked for it earlier.
     *
     * @param check runs in the transaction of the push, under the locks of its clusters; what it throws stops the push
     */
    Rollout push(PushPlan command, String actor, Runnable check) {
        requireReason(command.reason());
        var plan = plans.get(command.plan());
        PushGuard.requirePushable(plan, parts.clock().instant());
        var targets = targets(command, plan);
        // Rendering again takes a moment, so it is done before anything is locked.
        var planned = drafts.bases(plan.id());
        var present = plan.purpose() == Plan.Purpose.ROLL_BACK ? planned : present(plan, targets, planned);
        PushGuard.requireUnmoved(targets, planned, present);
        var rollout = new RolloutId(parts.ids().next());
        try {
            transactions.executeWithoutResult(status -> {
                var locked = lock(command, targets, planned, check);
                create(new Made(command, actor, rollout, locked), targets, planned);
            });
        } catch (DomainException.Conflict refused) {
            approvals.refused(
                    plan.id(), targets.stream().map(ClusterPart::cluster).toList());
            throw refused;
        }
        parts.signals().targetsDue().raise();
        return tables.queries().get(rollout);
    }

    private List<ClusterPart> targets(PushPlan command, Plan plan) {
        var unknown = tables.pushes().unknown(plan.id(), command.takeOver());
        if (!unknown.isEmpty()) {
            throw DomainException.Invalid.of(
                    "takeOver",
                    "The object '" + unknown.iterator().next() + "' is no conflict of this plan.",
                    "Choose only objects that the plan lists as conflicts.");
        }
        return PushGuard.targets(plan, tables.pushes().blockedByObjects(plan.id(), command.takeOver()));
    }

    private Map<ClusterId, Basis> present(Plan plan, List<ClusterPart> targets, Map<ClusterId, Basis> planned) {
        var inputs = freshness
                .loader()
                .load(targets.stream().map(ClusterPart::cluster).toList(), Set.copyOf(plan.without()));
        var result = new HashMap<ClusterId, Basis>();
        for (var input : inputs.values()) {
            var before = planned.get(input.cluster().id());
            if (before != null) {
                var set = freshness.planner().render(input, before.minor(), before.gatewayApi());
                result.put(
                        input.cluster().id(),
                        new Basis(
                                input.generation(),
                                freshness.fingerprints().of(set),
                                before.minor(),
                                before.gatewayApi(),
                                input.bucketId(),
                                input.compactor(),
                                input.leftOut()));
            }
        }
        return result;
    }

    /** A push whose plan is locked. */
    private record Made(PushPlan command, String actor, RolloutId rollout, Plan plan) {}

    private Plan lock(PushPlan command, List<ClusterPart> targets, Map<ClusterId, Basis> planned, Runnable check) {
        var plan = plans.lock(command.plan());
        PushGuard.requirePushable(plan, parts.clock().instant());
        var clusters = targets.stream().map(ClusterPart::cluster).toList();
        approvals.requireApproved(plan, clusters);
        var all = new ArrayList<>(clusters);
        if (command.away() == Away.QUEUE) {
            PushQueueService.away(plan).forEach(part -> all.add(part.cluster()));
        }
        var present = locked(plan, all, planned);
        check.run();
        PushGuard.requireUnmoved(targets, planned, present);
        return plan;
    }

    private void create(Made made, List<ClusterPart> targets, Map<ClusterId, Basis> planned) {
        var now = parts.clock().instant();
        var command = made.command();
        var plan = made.plan();
        var rollout = made.rollout();
        var clusters = targets.stream().map(ClusterPart::cluster).toList();
        for (var older : tables.ends().workingOn(clusters)) {
            conductor.lock(older);
            tables.ends().supersede(older, clusters, now);
            conductor.advance(older);
        }
        var push = new PushStore.Push(
                plan.id(),
                rollout,
                made.actor(),
                command.reason().strip(),
                now,
                command.takeOver(),
                command.strategy());
        createInWaves(push, targets, planned);
        plans.pushed(plan.id(), rollout);
        queue.pushed(plan.id(), clusters);
        if (command.away() == Away.QUEUE) {
            queue.enqueue(
                    plan, new QueueStore.Request(plan.id(), rollout, push.reason(), made.actor(), command.strategy()));
        }
        events.publishEvent(DeliveryEvent.ofRollout(
                rollout,
                "delivery.pushed",
                Map.of(
                        "plan", plan.id().toString(),
                        "targets", Integer.toString(targets.size()),
                        "takenOver", Integer.toString(command.takeOver().size()),
                        "reason", push.reason())));
    }

    /** What there is now; nobody can raise a generation until the transaction ends. */
    private Map<ClusterId, Basis> locked(Plan plan, List<ClusterId> clusters, Map<ClusterId, Basis> planned) {
        var generations = deliveries.lockGenerations(clusters);
        if (plan.purpose() == Plan.Purpose.ROLL_BACK) {
            // Stored objects do not depend on what the configuration is now.
            return planned;
        }
        var left = freshness.omissions().of(planned.keySet(), Set.copyOf(plan.without()));
        var result = new HashMap<ClusterId, Basis>();
        planned.forEach((cluster, basis) -> result.put(
                cluster,
                new Basis(
                        generations.getOrDefault(cluster, 0L),
                        basis.digest(),
                        basis.minor(),
                        basis.gatewayApi(),
                        basis.bucket(),
                        basis.compactor(),
                        left.getOrDefault(cluster, LeftOut.NOTHING).waiting())));
        return result;
    }

    private void createInWaves(PushStore.Push push, List<ClusterPart> targets, Map<ClusterId, Basis> planned) {
        var labels = freshness
                .loader()
                .labels(targets.stream().map(ClusterPart::cluster).toList());
        var waves = WaveAssignment.of(push.strategy().waves(), labels);
        var numbers = new HashMap<String, Integer>();
        for (var i = 0; i < waves.size(); i++) {
            var number = i;
            waves.get(i).clusters().forEach(name -> numbers.put(name, number));
        }
        tables.pushes().create(push, targets, planned, numbers);
        tables.waves().create(push.rollout(), waves, push.now());
        conductor.begin(push.rollout(), push.reason());
    }

    static void requireReason(String reason) {
        if (reason.isBlank()) {
            throw DomainException.Invalid.of("reason", "The reason is empty.", "Say in a few words why you push.");
        }
        if (reason.length() > PushPlan.MAX_REASON) {
            throw DomainException.Invalid.of(
                    "reason", "The reason is too long.", "Use at most " + PushPlan.MAX_REASON + " characters.");
        }
    }

    @Override
    public Rollout get(RolloutId id) {
        return tables.queries().get(id);
    }

    @Override
    public Rollout await(RolloutId id, Duration limit) throws InterruptedException {
        Waiting.until(
                () -> tables.queries().status(id) != Rollout.Status.RUNNING,
                parts.signals().rolloutsChanged(),
                parts.properties().poll(),
                limit);
        return tables.queries().get(id);
    }

    @Override
    public Page<RolloutSummary> page(@Nullable String after, int limit) {
        return tables.queries().page(after, limit);
    }

    @Override
    public List<RolloutEvent> events(RolloutId id, long after) {
        return tables.events().after(id, after);
    }

    @Override
    public List<RolloutEvent> awaitEvents(RolloutId id, long after, Duration limit) throws InterruptedException {
        Waiting.until(
                () -> !tables.events().after(id, after).isEmpty(),
                parts.signals().rolloutsChanged(),
                parts.properties().poll(),
                limit);
        return tables.events().after(id, after);
    }

    @Override
    public Rollout abort(RolloutId id) {
        transactions.executeWithoutResult(status -> {
            if (tables.queries().status(id) != Rollout.Status.RUNNING) {
                throw new DomainException.Conflict("The rollout has ended already.");
            }
            conductor.lock(id);
            events.publishEvent(DeliveryEvent.ofRollout(id, "delivery.abort-requested", Map.of()));
            tables.waves().abort(id);
            conductor.advance(id);
        });
        parts.signals().rolloutsChanged().raise();
        return tables.queries().get(id);
    }
}
