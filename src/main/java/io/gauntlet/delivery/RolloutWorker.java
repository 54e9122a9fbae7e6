package io.gauntlet.delivery;

import io.gauntlet.delivery.RolloutStore.Stage;
import io.gauntlet.kernel.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Claims targets of rollouts and runs each on a virtual thread of its own, so that no cluster holds up another one. Several
 * processes may do this on one database.
 */
class RolloutWorker {

    private static final Logger LOG = LoggerFactory.getLogger(RolloutWorker.class);

    private static final int VERIFYING_PER_APPLYING = 4;

    private final RolloutStore rollouts;
    private final RolloutEvents events;
    private final TargetRun run;
    private final TransactionOperations transactions;
    private final PlanWorker.Engine engine;
    private final Signal due;
    private final Signal changed;
    private final Map<UUID, Held> held = new ConcurrentHashMap<>();
    private final Set<UUID> progressed = ConcurrentHashMap.newKeySet();

    private record Held(TargetWork work, Lease lease) {}

    RolloutWorker(
            RolloutStore rollouts,
            RolloutEvents events,
            TargetRun run,
            TransactionOperations transactions,
            PlanWorker.Engine engine,
            Signals signals) {
        this.rollouts = rollouts;
        this.events = events;
        this.run = run;
        this.transactions = transactions;
        this.engine = engine;
        this.due = signals.targetsDue();
        this.changed = signals.rolloutsChanged();
    }

    /** Runs what is due now and returns when it has ended or was put off; the number of targets that were claimed. */
    int runDueOnce() {
        var threads = start();
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return threads.size();
            }
        }
        tellProgress();
        return threads.size();
    }

    /** Starts what is due now; the number of targets that were claimed. */
    int startDue() {
        return start().size();
    }

    /**
     * What is claimed is started before anything else can fail: a target that is held and not worked on would have its lease
     * renewed for ever.
     */
    private List<Thread> start() {
        var threads = new ArrayList<Thread>();
        for (var stage : List.of(Stage.APPLY, Stage.VERIFY)) {
            for (var claim : claim(stage, atOnce(stage))) {
                threads.add(Thread.ofVirtual()
                        .name("rollout-" + claim.work().name())
                        .start(() -> work(claim)));
            }
        }
        if (!threads.isEmpty()) {
            changed.raise();
        }
        return threads;
    }

    /** To ask costs less than to apply, so more clusters are asked at the same time. */
    private int atOnce(Stage stage) {
        var applying = engine.properties().clustersInFlight();
        return stage == Stage.APPLY ? applying : VERIFYING_PER_APPLYING * applying;
    }

    /** Extends the leases of everything that runs here. */
    void renew() {
        var mine = List.copyOf(held.values());
        if (mine.isEmpty()) {
            return;
        }
        var asked = System.nanoTime();
        var kept = rollouts.renew(
                mine.stream().map(Held::work).toList(), engine.properties().lease());
        for (var claim : mine) {
            var aborting = kept.get(claim.work().id());
            if (aborting == null) {
                claim.lease().lose();
            } else {
                claim.lease().renewed(asked, engine.properties().lease(), aborting);
            }
        }
    }

    /** Tells those who watch how far targets are that got on since the last call. */
    void tellProgress() {
        var targets = new ArrayList<UUID>();
        for (var iterator = progressed.iterator(); iterator.hasNext(); iterator.remove()) {
            targets.add(iterator.next());
        }
        if (!targets.isEmpty()) {
            transactions.executeWithoutResult(
                    status -> events.targets(targets, engine.clock().instant()));
            changed.raise();
        }
    }

    private List<Held> claim(Stage stage, int atOnce) {
        var begun = stage == Stage.VERIFY;
        var free = atOnce
                - (int) held.values().stream()
                        .filter(claim -> claim.work().proving().begun() == begun)
                        .count();
        if (free <= 0) {
            return List.of();
        }
        var asked = System.nanoTime();
        var works = transactions.execute(status -> rollouts.claim(
                stage,
                engine.owner(),
                engine.properties().lease(),
                free,
                engine.clock().instant()));
        var claims = works.stream()
                .map(work -> new Held(work, new Lease(asked, engine.properties().lease())))
                .toList();
        claims.forEach(claim -> held.put(claim.work().id(), claim));
        return claims;
    }

    private void work(Held claim) {
        try {
            run.run(claim.work(), claim.lease(), progressed::add);
        } catch (RuntimeException failed) {
            // Nothing could be written; the lease runs out and the target is claimed again.
            LOG.error(
                    "Cluster {} of rollout {} was left",
                    claim.work().name(),
                    claim.work().rollout(),
                    failed);
        } finally {
            held.remove(claim.work().id(), claim);
            progressed.remove(claim.work().id());
            changed.raise();
            due.raise();
        }
    }
}
