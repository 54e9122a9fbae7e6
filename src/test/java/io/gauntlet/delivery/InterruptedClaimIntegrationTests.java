package io.gauntlet.delivery;

import static io.gauntlet.delivery.DeliveryFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** A database that goes away between two claims leaves no target held that nobody works on. */
class InterruptedClaimIntegrationTests {

    /** Fails instead of the second transaction of the thread that made it. */
    private static final class SecondFails implements TransactionOperations {

        private final TransactionOperations operations;
        private final Thread claiming = Thread.currentThread();
        private final AtomicInteger begun = new AtomicInteger();

        SecondFails(TransactionOperations operations) {
            this.operations = operations;
        }

        @Override
        public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
            if (Thread.currentThread().equals(claiming) && begun.incrementAndGet() == 2) {
                throw new DataAccessResourceFailureException("gone");
            }
            return operations.execute(action);
        }
    }

    @Test
    void whatWasClaimedBeforeIsWorkedOn() throws InterruptedException {
        try (var harness = new DeliveryHarness()) {
            harness.cluster("tokyo");
            harness.configure("tokyo", stack("tokyo", "one", "prometheus:v3"));
            var calm = harness.process();
            var rollout = calm.rollouts().push(calm.plan("tokyo").id(), "because");
            var disturbed = harness.process(SecondFails::new);
            assertThatThrownBy(() -> disturbed.rolloutWorker().startDue())
                    .isInstanceOf(DataAccessResourceFailureException.class);
            var end = System.nanoTime() + 20_000_000_000L;
            while (calm.rollouts()
                            .get(rollout.id())
                            .targets()
                            .getFirst()
                            .appliedAt()
                            .isEmpty()
                    && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            assertThat(calm.rollouts().get(rollout.id()).targets().getFirst().appliedAt())
                    .isPresent();
        }
    }
}
