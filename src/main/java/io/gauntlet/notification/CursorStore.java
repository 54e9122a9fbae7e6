package io.gauntlet.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How far each channel is, and which process serves it: claims by lease and epoch in database time. A process that lost its
 * claim changes nothing any more.
 */
class CursorStore {

    private static final String HELD = " where channel_id = :channel and epoch = :epoch and lease_owner is not null";

    private final JdbcClient jdbc;
    private final Duration lease;

    CursorStore(JdbcClient jdbc, Duration lease) {
        this.jdbc = jdbc;
        this.lease = lease;
    }

    /**
     * A channel that this process serves.
     *
     * @param number   of the last event that is settled
     * @param attempts tries of what comes after it
     */
    record Claim(UUID channel, long epoch, long number, int attempts) {}

    /** How far a channel is. */
    record Cursor(
            long number,
            int attempts,
            long delivered,
            long skipped,
            Optional<Instant> deliveredAt,
            String failure,
            Optional<Instant> failingSince,
            Instant dueAt) {}

    /** Whether there is anybody to be told anything. */
    boolean wanted() {
        return jdbc.sql("select exists (select 1 from notification_channel where enabled)")
                .query(Boolean.class)
                .single();
    }

    void create(UUID channel, long number) {
        jdbc.sql("""
                insert into notification_cursor (channel_id, number, due_at) values (:channel, :number, clock_timestamp())""").param("channel", channel).param("number", number).update();
    }

    /** Takes channels that have events to look at, are due and served by nobody. */
    List<Claim> claim(String owner, long head, int limit) {
        return jdbc.sql("""
                with due as (
                    select c.channel_id from notification_cursor c join notification_channel n on n.id = c.channel_id
                    where n.enabled and c.number < :head and c.due_at <= clock_timestamp()
                        and (c.lease_until is null or c.lease_until < clock_timestamp())
                    order by c.due_at limit :limit for update of c skip locked)
                update notification_cursor c set lease_owner = :owner, epoch = c.epoch + 1,
                    lease_until = clock_timestamp() + :lease * interval '1 millisecond'
                from due where c.channel_id = due.channel_id returning c.channel_id, c.epoch, c.number, c.attempts""")
                .param("owner", owner)
                .param("head", head)
                .param("limit", limit)
                .param("lease", lease.toMillis())
                .query((row, number) -> new Claim(
                        row.getObject("channel_id", UUID.class),
                        row.getLong("epoch"),
                        row.getLong("number"),
                        row.getInt("attempts")))
                .list();
    }

    /** Nothing up to the number is to be sent any more, and the claim lasts longer; false when it is lost. */
    boolean passed(Claim claim, long number) {
        return jdbc.sql("""
                update notification_cursor set number = :number,
                    lease_until = clock_timestamp() + :lease * interval '1 millisecond'""" + HELD)
                        .param("number", number)
                        .param("lease", lease.toMillis())
                        .param("channel", claim.channel())
                        .param("epoch", claim.epoch())
                        .update()
                == 1;
    }

    /** The receiver took the message of the event with this number; false when the claim is lost. */
    boolean delivered(Claim claim, long number, Instant at) {
        return jdbc.sql("""
                update notification_cursor set number = :number, attempts = 0, failing_since = null, failure = '',
                    delivered = delivered + 1, delivered_at = :at,
                    lease_until = clock_timestamp() + :lease * interval '1 millisecond'""" + HELD)
                        .param("number", number)
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .param("lease", lease.toMillis())
                        .param("channel", claim.channel())
                        .param("epoch", claim.epoch())
                        .update()
                == 1;
    }

    /** The message of the event with this number is given up; what failed last stays to be seen. */
    boolean skipped(Claim claim, long number) {
        return jdbc.sql("""
                update notification_cursor set number = :number, attempts = 0, skipped = skipped + 1,
                    lease_until = clock_timestamp() + :lease * interval '1 millisecond'""" + HELD)
                        .param("number", number)
                        .param("lease", lease.toMillis())
                        .param("channel", claim.channel())
                        .param("epoch", claim.epoch())
                        .update()
                == 1;
    }

    /** A try failed; the next one is put off and anybody may make it. */
    void failed(Claim claim, String failure, Duration wait, Instant at) {
        jdbc.sql("""
                update notification_cursor set attempts = attempts + 1, failure = :failure,
                    failing_since = coalesce(failing_since, :at), lease_owner = null, lease_until = null,
                    due_at = clock_timestamp() + :wait * interval '1 millisecond'""" + HELD)
                .param("failure", failure)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("wait", wait.toMillis())
                .param("channel", claim.channel())
                .param("epoch", claim.epoch())
                .update();
    }

    /** Lets go of a channel; anybody may go on with it at once. */
    void release(Claim claim) {
        jdbc.sql("update notification_cursor set lease_owner = null, lease_until = null, due_at = clock_timestamp()"
                        + HELD)
                .param("channel", claim.channel())
                .param("epoch", claim.epoch())
                .update();
    }

    /** The next try is due now. */
    void retryNow(UUID channel) {
        jdbc.sql("update notification_cursor set due_at = clock_timestamp() where channel_id = :channel")
                .param("channel", channel)
                .update();
    }

    /** The receiver answers again: what failed is past, and the next try is due now. */
    void recovered(UUID channel) {
        jdbc.sql("""
                update notification_cursor set attempts = 0, failing_since = null, failure = '', due_at = clock_timestamp()
                where channel_id = :channel""").param("channel", channel).update();
    }

    /** Goes on at this number; whoever serves the channel has lost it. */
    void restart(UUID channel, long number) {
        jdbc.sql("""
                update notification_cursor set number = :number, attempts = 0, failing_since = null, failure = '',
                    epoch = epoch + 1, lease_owner = null, lease_until = null, due_at = clock_timestamp()
                where channel_id = :channel""").param("channel", channel).param("number", number).update();
    }

    Cursor get(UUID channel) {
        return jdbc.sql("select * from notification_cursor where channel_id = :channel")
                .param("channel", channel)
                .query((row, number) -> cursor(row))
                .single();
    }

    private static Cursor cursor(ResultSet row) throws SQLException {
        return new Cursor(
                row.getLong("number"),
                row.getInt("attempts"),
                row.getLong("delivered"),
                row.getLong("skipped"),
                instant(row, "delivered_at"),
                row.getString("failure"),
                instant(row, "failing_since"),
                row.getTimestamp("due_at").toInstant());
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
