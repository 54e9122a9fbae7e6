package io.gauntlet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.kernel.ResourceName;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** What becomes of a plan when the database fails while it is stored. */
class PlanFaultIntegrationTests {

    private final DeliveryHarness harness = new DeliveryHarness();
    private final DeliveryHarness.ControlPlane calm = harness.process();

    @AfterEach
    void stop() {
        harness.close();
    }

    private PlanId planStoredWith(RuntimeException failure) {
        harness.cluster("tokyo");
        harness.configure("tokyo", DeliveryFixtures.stack("tokyo", "one", "image:1"));
        var plan = calm.plans().create(List.of(new ResourceName("tokyo"))).id();
        harness.process(operations -> new FailingOnce(operations, failure))
                .planWorker()
                .runDueOnce();
        return plan;
    }

    private static List<RuntimeException> faultsOfADatabaseThatIsAway() {
        return List.of(
                new DataAccessResourceFailureException("gone", new SQLException("terminated", "57P01")),
                new TransactionSystemException("JDBC rollback failed", new SQLException("Connection is closed")));
    }

    @ParameterizedTest
    @MethodSource("faultsOfADatabaseThatIsAway")
    void whileTheDatabaseIsAwayThePlanWaitsForTheNextWorker(RuntimeException fault) {
        var plan = planStoredWith(fault);
        assertThat(calm.plans().get(plan).status()).isEqualTo(Plan.Status.COMPUTING);
        harness.leasesRunOut();
        assertThat(calm.planWorker().runDueOnce()).isTrue();
        assertThat(calm.plans().get(plan).status()).isEqualTo(Plan.Status.READY);
    }

    @Test
    void whatTheDatabaseRefusesFailsTheClusterAtOnce() {
        var plan = planStoredWith(
                new DataIntegrityViolationException("refused", new SQLException("no such byte", "22021")));
        var seen = calm.plans().get(plan);
        assertThat(seen.status()).isNotEqualTo(Plan.Status.COMPUTING);
        assertThat(seen.clusters()).singleElement().satisfies(part -> {
            assertThat(part.status()).isEqualTo(Plan.ClusterStatus.FAILED);
            assertThat(part.message()).isEqualTo("What the cluster answered could not be stored.");
        });
    }

    /** Fails instead of the first transaction. */
    private static final class FailingOnce implements TransactionOperations {

        private final TransactionOperations operations;
        private final RuntimeException failure;
        private boolean failed;

        FailingOnce(TransactionOperations operations, RuntimeException failure) {
            this.operations = operations;
            this.failure = failure;
        }

        @Override
        public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
            if (!failed) {
                failed = true;
                throw failure;
            }
            return operations.execute(action);
        }
    }
}
