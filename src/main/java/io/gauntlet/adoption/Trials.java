package io.gauntlet.adoption;

import io.gauntlet.bucket.Buckets;
import io.gauntlet.bucket.Buckets.AddBucket;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.stack.Stacks;
import io.gauntlet.stack.Stacks.ConfigureStack;
import java.util.List;
import java.util.Objects;
import org.springframework.transaction.support.TransactionOperations;

/** Tells what a change would be refused for, by making it in a transaction that is rolled back. */
class Trials {

    private final TransactionOperations transactions;
    private final Buckets buckets;
    private final Stacks stacks;

    Trials(TransactionOperations transactions, Buckets buckets, Stacks stacks) {
        this.transactions = transactions;
        this.buckets = buckets;
        this.stacks = stacks;
    }

    List<FieldProblem> add(AddBucket command) {
        return tried(() -> buckets.add(command));
    }

    List<FieldProblem> configure(ConfigureStack command) {
        return tried(() -> stacks.configure(command));
    }

    private List<FieldProblem> tried(Runnable change) {
        return Objects.requireNonNull(transactions.execute(status -> {
            status.setRollbackOnly();
            try {
                change.run();
                return List.of();
            } catch (DomainException refused) {
                return FieldProblem.of(refused);
            }
        }));
    }
}
