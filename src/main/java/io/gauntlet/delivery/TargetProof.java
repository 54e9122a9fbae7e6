package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.delivery.Rollout.TargetStatus;
import io.gauntlet.proof.Baseline;
import io.gauntlet.proof.Expectation;
import io.gauntlet.proof.LoadProofs;
import io.gauntlet.proof.Report;
import io.gauntlet.proof.Report.Gate;
import io.gauntlet.proof.Report.State;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Asks the replicas of a target, after everything is applied, until each has proven that it runs the revision and every gate is
 * open. Looks often for some seconds, then lets go of the target and is called again later, so that waiting costs nothing.
 */
class TargetProof {

    private static final Logger LOG = LoggerFactory.getLogger(TargetProof.class);
    private static final int REFUSALS = 3;
    private static final int MAX_MESSAGE = 600;

    private final RolloutStore rollouts;
    private final ProofStore proofs;
    private final RevisionStore revisions;
    private final Completion completion;
    private final LoadProofs replicas;
    private final TransactionOperations transactions;

    /** The tables of proofs. */
    record Stores(RolloutStore rollouts, ProofStore proofs, RevisionStore revisions) {}

    TargetProof(Stores stores, Completion completion, LoadProofs replicas, TransactionOperations transactions) {
        this.rollouts = stores.rollouts();
        this.proofs = stores.proofs();
        this.revisions = stores.revisions();
        this.completion = completion;
        this.replicas = replicas;
        this.transactions = transactions;
    }

    /**
     * Remembers how the stack is before its first object is applied; a stack that cannot be asked has no baseline.
     *
     * @return the work with what was remembered, which is what its gates compare with
     */
    TargetWork before(TargetWork work) {
        if (!work.proving().wanted() || work.proving().baseline().isPresent()) {
            return work;
        }
        var baseline = Baseline.unknown();
        if (revisions.anyBefore(work.cluster(), work.revision())) {
            try {
                baseline = replicas.baseline(work.cluster(), expected(work));
            } catch (ClusterCallException silent) {
                LOG.warn("Cluster {} cannot be asked how it is before the push: {}", work.name(), silent.getMessage());
            }
        }
        var text = Json.write(baseline);
        rollouts.baseline(work, text);
        return work.withBaseline(text);
    }

    void run(TargetWork work, Lease lease, Consumer<UUID> progress) {
        var expected = expected(work);
        var before = work.proving()
                .baseline()
                .map(text -> Json.value(text, Baseline.class))
                .orElse(Baseline.unknown());
        var clock = new Patience(work);
        var refusals = 0;
        while (lease.held()) {
            if (work.aborting() || lease.aborting()) {
                completion.ended(work, TargetStatus.ABORTED, "Aborted; everything was applied, nothing was proven.");
                return;
            }
            var report = replicas.look(work.cluster(), expected, before);
            if (!stored(work, report)) {
                return;
            }
            progress.accept(work.id());
            if (report.complete()) {
                completion.ended(work, TargetStatus.SUCCEEDED, "");
                return;
            }
            refusals = report.failed().isPresent() ? refusals + 1 : 0;
            if (refusals >= REFUSALS || clock.over()) {
                unproven(work, message(report));
                return;
            }
            replicas.advance(work.cluster(), expected, report);
            if (clock.letGo()) {
                rollouts.later(work, message(report), clock.pause());
                return;
            }
            clock.sleep();
        }
    }

    private void unproven(TargetWork work, String message) {
        completion.ended(work, work.proving().holds() ? TargetStatus.HELD : TargetStatus.FAILED, message);
    }

    private boolean stored(TargetWork work, Report report) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            if (!rollouts.fenceAnswered(work)) {
                return false;
            }
            proofs.put(work.id(), report);
            return true;
        }));
    }

    private Expectation expected(TargetWork work) {
        return revisions.cached(work.revision(), replicas::expectation);
    }

    /** What is waited for: a refusal first, then the replica that is furthest behind, then a closed gate. */
    static String message(Report report) {
        var loaded = report.replicas().stream()
                .filter(replica -> replica.state() == State.LOADED)
                .count();
        var worst = report.failed()
                .or(() -> report.replicas().stream()
                        .filter(replica -> replica.state() != State.LOADED)
                        .min(java.util.Comparator.comparing(Report.Replica::state)));
        var what = worst.map(replica -> replica.pod() + " " + Words.of(replica.state())
                        + (replica.detail().isEmpty() ? "" : ": " + replica.detail()))
                .or(() -> report.gates().stream()
                        .filter(gate -> !gate.open())
                        .findFirst()
                        .map(TargetProof::closed))
                .orElse("");
        var text = loaded + " of " + report.replicas().size() + " replicas proven. " + what;
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE);
    }

    private static String closed(Gate gate) {
        return "Gate '" + gate.code() + "' is closed: " + gate.detail();
    }

    /** How the states are told. */
    private static final class Words {

        static String of(State state) {
            return switch (state) {
                case MISSING -> "is missing";
                case STARTING -> "is not ready";
                case APPLIED -> "still runs what it ran before";
                case MOUNTED -> "has the files and has not loaded them";
                case LOADED -> "has loaded it";
                case FAILED -> "refuses it";
            };
        }
    }

    /** Looks often at first, then less; measured with the monotonic clock. */
    private static final class Patience {

        private static final Duration OFTEN = Duration.ofSeconds(3);
        private static final Duration HERE = Duration.ofSeconds(6);
        private static final Duration SHORT = Duration.ofMillis(250);
        private static final Duration LONG = Duration.ofSeconds(1);
        private static final Duration AWAY = Duration.ofSeconds(2);

        private final long began = System.nanoTime();
        private final Duration left;

        Patience(TargetWork work) {
            left = work.proving().begun() ? work.proving().left() : work.gateTimeout();
        }

        boolean over() {
            return passed().compareTo(left) >= 0;
        }

        boolean letGo() {
            return passed().compareTo(HERE) >= 0;
        }

        Duration pause() {
            return AWAY;
        }

        void sleep() {
            try {
                Thread.sleep(passed().compareTo(OFTEN) < 0 ? SHORT : LONG);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", stopped);
            }
        }

        private Duration passed() {
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }
}
