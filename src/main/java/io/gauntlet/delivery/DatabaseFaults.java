package io.gauntlet.delivery;

import io.gauntlet.kernel.Causes;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Tells a database that is away, stopping or full for a while from one that refuses what it was given. */
final class DatabaseFaults {

    /** Classes of SQLSTATE: connection, rollback, insufficient resources, operator intervention, system error. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

    /** The session was ended because its transaction stood still or took too long. */
    private static final Set<String> ENDED = Set.of("25P03", "25P04");

    private DatabaseFaults() {}

    /** Whether the same work may succeed later without anybody changing anything but the database's state. */
    static boolean passes(RuntimeException failed) {
        return failed instanceof TransientDataAccessException
                || failed instanceof RecoverableDataAccessException
                || failed instanceof DataAccessResourceFailureException
                || failed instanceof CannotCreateTransactionException
                // Neither committed nor rolled back: the connection is gone, and with it what went wrong first.
                || failed instanceof TransactionSystemException
                || Causes.find(failed, SQLException.class)
                        .flatMap(cause -> Optional.ofNullable(cause.getSQLState()))
                        .filter(state -> state.length() == 5)
                        .filter(state -> PASSING.contains(state.substring(0, 2)) || ENDED.contains(state))
                        .isPresent();
    }
}
