package io.gauntlet.delivery;

import io.gauntlet.change.Changes;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What clusters would run without some of the changes that wait for them. The changes are undone by the services that own the
 * documents, in a transaction that never commits, so exactly those combinations are possible that a person could save.
 */
class Omissions {

    /** Most changes that one plan leaves out. */
    static final int MOST = 200;

    private static final int TRIES = 3;

    private final Changes changes;
    private final PendingStore pending;
    private final TransactionTemplate trial;

    Omissions(Changes changes, PendingStore pending, PlatformTransactionManager transactions) {
        this.changes = changes;
        this.pending = pending;
        this.trial = new TransactionTemplate(transactions);
        this.trial.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.trial.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /**
     * What is left out of a cluster.
     *
     * @param waiting those of the changes that wait for it
     * @param undone  those that have to be undone to see what it would run without them
     */
    record LeftOut(Set<Long> waiting, Set<Long> undone) {

        static final LeftOut NOTHING = new LeftOut(Set.of(), Set.of());
    }

    /** One entry for each cluster. */
    Map<ClusterId, LeftOut> of(Collection<ClusterId> clusters, Set<Long> without) {
        var result = new HashMap<ClusterId, LeftOut>();
        if (without.isEmpty()) {
            clusters.forEach(cluster -> result.put(cluster, LeftOut.NOTHING));
            return result;
        }
        // Most clusters wait for the same changes, so the history is asked once for each set of them.
        var undone = new HashMap<Set<Long>, Set<Long>>();
        pending.of(clusters).forEach((cluster, numbers) -> {
            var waiting = new TreeSet<>(numbers);
            waiting.retainAll(without);
            result.put(
                    cluster,
                    new LeftOut(waiting, undone.computeIfAbsent(waiting, key -> changes.undone(without, key))));
        });
        return result;
    }

    /**
     * Refuses what cannot be left out of a plan for these clusters.
     *
     * @throws DomainException.Invalid for the field {@code without}
     */
    void require(Collection<ClusterId> clusters, Set<Long> without) {
        if (without.isEmpty()) {
            return;
        }
        if (without.size() > MOST) {
            throw DomainException.Invalid.of(
                    "without", "Too many changes are left out.", "Leave out at most " + MOST + " changes.");
        }
        changes.requireSeparable(without);
        var left = of(clusters, without);
        var used = new HashSet<Long>();
        left.values().forEach(one -> used.addAll(one.undone()));
        var problems = new ArrayList<FieldProblem>();
        for (var number : new TreeSet<>(without)) {
            if (!used.contains(number)) {
                problems.add(new FieldProblem(
                        "without",
                        "Change " + number + " does not wait for any of the clusters of the plan.",
                        "Leave out only changes that wait."));
            }
        }
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        left.values().stream()
                .map(LeftOut::undone)
                .distinct()
                .forEach(numbers -> without(numbers, () -> numbers, Function.identity()));
    }

    /**
     * What is seen when these changes are undone.
     *
     * @param first what has to be read before, in the same snapshot
     */
    <B, T> T without(Set<Long> undone, Supplier<B> first, Function<B, T> look) {
        for (var left = TRIES - 1; ; left--) {
            try {
                return trial.execute(status -> {
                    status.setRollbackOnly();
                    var before = first.get();
                    changes.undo(undone);
                    return look.apply(before);
                });
            } catch (ConcurrencyFailureException disturbed) {
                // Somebody saved one of the documents meanwhile.
                if (left == 0) {
                    throw disturbed;
                }
            }
        }
    }
}
