package io.gauntlet.delivery;

import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Numbers events over all rollouts. Ids come from a sequence, so a transaction that takes longer makes a smaller id visible after
 * a greater one; within a rollout a lock prevents that, over all rollouts one lock would make every cluster wait. Therefore
 * readers give the numbers, to what is committed, one reader at a time: numbers become visible in their order and have no gaps.
 */
class EventNumbers {

    private static final int LOT = 5_000;
    private static final Duration DRIFT_KEPT = Duration.ofDays(30);
    private static final Duration TRIM = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private volatile Instant trimmed = Instant.MIN;

    EventNumbers(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Number of the last event, after everything that is committed by now has got one. */
    long head(Instant now) {
        while (pending()) {
            var given = transactions.execute(status -> give());
            if (given == null || given < LOT) {
                break;
            }
        }
        trim(now);
        return jdbc.sql("select last from event_number").query(Long.class).single();
    }

    private boolean pending() {
        return jdbc.sql("select exists (select 1 from rollout_event where number is null)")
                .query(Boolean.class)
                .single();
    }

    private int give() {
        // The lock comes first and by itself: the next statement then sees all that the holder before has numbered.
        var last = jdbc.sql("select last from event_number for update")
                .query(Long.class)
                .single();
        var given = jdbc.sql("""
                update rollout_event e set number = :last + n.place
                from (select id, row_number() over (order by id) as place from (
                    select id from rollout_event where number is null order by id limit :lot) as waiting) as n
                where e.id = n.id""").param("last", last).param("lot", LOT).update();
        jdbc.sql("update event_number set last = last + :given")
                .param("given", given)
                .update();
        return given;
    }

    /** Events of rollouts go with their rollout; those of drift have nothing to go with. */
    private void trim(Instant now) {
        if (trimmed.isAfter(now.minus(TRIM))) {
            return;
        }
        trimmed = now;
        jdbc.sql("delete from rollout_event where rollout_id is null and created_at < :old")
                .param("old", Rows.time(now.minus(DRIFT_KEPT)))
                .update();
    }
}
