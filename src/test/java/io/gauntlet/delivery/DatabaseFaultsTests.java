package io.gauntlet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;

class DatabaseFaultsTests {

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40P01", "53100", "53300", "57P01", "57P03", "58030"})
    void aDatabaseThatIsAwayStoppingOrFullPasses(String state) {
        var failed = new IllegalStateException("wrapped", new SQLException("gone", state));
        assertThat(DatabaseFaults.passes(failed)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "23505", "42P01"})
    void whatTheDatabaseRefusesStaysRefused(String state) {
        var failed = new DataIntegrityViolationException("refused", new SQLException("refused", state));
        assertThat(DatabaseFaults.passes(failed)).isFalse();
    }

    @Test
    void withoutAStateTheKindOfTheFailureSaysIt() {
        assertThat(DatabaseFaults.passes(new CannotCreateTransactionException("no connection")))
                .isTrue();
        assertThat(DatabaseFaults.passes(new DataAccessResourceFailureException("gone")))
                .isTrue();
        assertThat(DatabaseFaults.passes(new QueryTimeoutException("late"))).isTrue();
        assertThat(DatabaseFaults.passes(new IllegalStateException("a fault of ours")))
                .isFalse();
    }
}
