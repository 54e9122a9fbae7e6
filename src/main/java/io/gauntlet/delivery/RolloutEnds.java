package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Ends of targets that no worker brings about, and of whole rollouts. Callers hold the transaction and lock the rollout first. */
class RolloutEnds {

    /** Statuses of a target that its rollout still works on, for SQL. */
    static final String OPEN = "('PENDING', 'QUEUED', 'APPLYING', 'VERIFYING', 'HELD')";

    private final JdbcClient jdbc;
    private final RolloutEvents events;

    RolloutEnds(JdbcClient jdbc, RolloutEvents events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /** Targets that nobody works on end at once; the ones in flight end when their worker sees it. */
    void abortIdle(RolloutId rollout, Instant now) {
        var ended = jdbc.sql("""
                update rollout_target set status = 'ABORTED', ended_at = :now, epoch = epoch + 1,
                    message = case when applied_at is null then 'Aborted while it waited.'
                        else 'Aborted; what was applied stays.' end
                where rollout_id = :id and (status in ('PENDING', 'QUEUED', 'HELD')
                    or status = 'VERIFYING' and lease_owner is null)
                returning id""")
                .param("id", rollout.value())
                .param("now", Rows.time(now))
                .query((row, number) -> Rows.uuid(row, "id"))
                .list();
        events.targets(ended, now);
    }

    /** Within what is tolerated, a cluster that did not prove what it runs is set aside. */
    void giveUpHeld(RolloutId rollout, Instant now) {
        var ended = jdbc.sql("""
                update rollout_target set status = 'FAILED', ended_at = :now where rollout_id = :id and status = 'HELD'
                returning id""")
                .param("id", rollout.value())
                .param("now", Rows.time(now))
                .query((row, number) -> Rows.uuid(row, "id"))
                .list();
        events.targets(ended, now);
    }

    /** Clusters that are held get their whole time once more. */
    void askHeldAgain(RolloutId rollout, Instant now) {
        var asked = jdbc.sql("""
                update rollout_target t set status = 'VERIFYING', ended_at = null, due_at = clock_timestamp(), message = '',
                    verify_until = clock_timestamp() + r.gate_timeout_ms * interval '1 millisecond'
                from rollout r where r.id = :id and t.rollout_id = r.id and t.status = 'HELD' returning t.id""")
                .param("id", rollout.value())
                .query((row, number) -> Rows.uuid(row, "id"))
                .list();
        events.targets(asked, now);
    }

    /** The first cluster that failed or is held, with its message. */
    Optional<String> firstTrouble(RolloutId rollout) {
        return jdbc.sql("""
                select name || ': ' || message as text from rollout_target
                where rollout_id = :id and status in ('HELD', 'FAILED') order by status desc, position limit 1""").param("id", rollout.value()).query(String.class).optional();
    }

    void wantRollback(RolloutId rollout, String why) {
        jdbc.sql("update rollout set rollback_wanted = :why where id = :id")
                .param("id", rollout.value())
                .param("why", why)
                .update();
    }

    /** Rollouts that still work on one of these clusters, in the order in which they are locked. */
    List<RolloutId> workingOn(Collection<ClusterId> clusters) {
        return jdbc.sql(
                        "select distinct rollout_id from rollout_target where cluster_id = any (cast(:ids as uuid[])) and"
                                + " status in " + OPEN + " order by rollout_id")
                .param("ids", ids(clusters))
                .query((row, number) -> new RolloutId(Rows.uuid(row, "rollout_id")))
                .list();
    }

    /** Takes these clusters away from a rollout that still works on them. */
    void supersede(RolloutId rollout, Collection<ClusterId> clusters, Instant now) {
        var ended = jdbc.sql("update rollout_target set status = 'ABORTED', ended_at = :now, epoch = epoch + 1,"
                        + " lease_owner = null, lease_until = null, message = 'A newer push took over.'"
                        + " where rollout_id = :rollout and cluster_id = any (cast(:ids as uuid[])) and status in "
                        + OPEN + " returning id")
                .param("rollout", rollout.value())
                .param("ids", ids(clusters))
                .param("now", Rows.time(now))
                .query((row, number) -> Rows.uuid(row, "id"))
                .list();
        events.targets(ended, now);
    }

    /** Ends the rollout when all its targets have ended; the status then, or nothing. */
    Optional<Rollout.Status> finish(RolloutId rollout, Instant now) {
        var ended = jdbc.sql("update rollout r set ended_at = :now, paused = false, hold = '', status = (select case"
                        + " when count(*) filter (where status = 'FAILED') > 0 then 'FAILED'"
                        + " when count(*) filter (where status = 'ABORTED') > 0 then 'ABORTED'"
                        + " else 'SUCCEEDED' end from rollout_target where rollout_id = r.id)"
                        + " where id = :id and status = 'RUNNING' and not exists ("
                        + " select 1 from rollout_target where rollout_id = r.id and status in " + OPEN + ")"
                        + " returning status")
                .param("id", rollout.value())
                .param("now", Rows.time(now))
                .query(String.class)
                .optional()
                .map(Rollout.Status::valueOf);
        ended.ifPresent(status -> {
            jdbc.sql("""
                    update rollout_wave set status = 'DONE', ended_at = coalesce(ended_at, :now)
                    where rollout_id = :id and status = 'RUNNING'""")
                    .param("id", rollout.value())
                    .param("now", Rows.time(now))
                    .update();
            events.ended(rollout, status, outcome(rollout), now);
        });
        return ended;
    }

    private String outcome(RolloutId rollout) {
        return jdbc.sql("""
                select concat_ws(', ',
                    count(*) filter (where status = 'SUCCEEDED') || ' of ' || count(*) || ' succeeded',
                    nullif(count(*) filter (where status = 'FAILED'), 0) || ' failed',
                    nullif(count(*) filter (where status = 'SKIPPED'), 0) || ' left out',
                    nullif(count(*) filter (where status = 'ABORTED'), 0) || ' aborted')
                from rollout_target where rollout_id = :id""").param("id", rollout.value()).query(String.class).single();
    }

    /** What has no good outcome is open again. */
    void reopen(UUID target) {
        jdbc.sql("""
                update rollout_object set outcome = null, message = '', ended_at = null
                where target_id = :id and outcome in ('MOVED', 'CONFLICT', 'REJECTED')""").param("id", target).update();
    }

    /** Sets one target that no worker holds to another status; false when it does not stand as it has to. */
    boolean move(RolloutId rollout, UUID target, Move move, Instant now) {
        var moved = jdbc.sql(move.sql)
                        .param("rollout", rollout.value())
                        .param("id", target)
                        .param("now", Rows.time(now))
                        .update()
                == 1;
        if (moved) {
            events.targets(List.of(target), now);
        }
        return moved;
    }

    /** What a person may do with one target. */
    enum Move {
        SKIP("""
                update rollout_target set status = 'SKIPPED', ended_at = :now, epoch = epoch + 1, lease_owner = null,
                    lease_until = null, message = case when applied_at is null then 'Left out.'
                        else 'Left out; what was applied stays.' end
                where id = :id and rollout_id = :rollout
                    and status in ('PENDING', 'QUEUED', 'VERIFYING', 'HELD', 'FAILED')"""),
        /** What has no good outcome is tried again; what was applied has to be proven again. */
        RETRY("""
                update rollout_target set status = case when applied_at is null then 'QUEUED' else 'VERIFYING' end,
                    ended_at = null, due_at = clock_timestamp(), attempts = 0, failing_since = null, failure = null,
                    message = '', epoch = epoch + 1, lease_owner = null, lease_until = null,
                    verify_until = clock_timestamp() + (select gate_timeout_ms from rollout where id = :rollout)
                        * interval '1 millisecond'
                where id = :id and rollout_id = :rollout and status in ('QUEUED', 'HELD', 'FAILED') and not exists (
                    select 1 from rollout_target o where o.cluster_id = rollout_target.cluster_id and o.id <> :id
                        and o.status in %s)""".formatted(OPEN));

        private final String sql;

        Move(String sql) {
            this.sql = sql;
        }
    }

    private static String[] ids(Collection<ClusterId> clusters) {
        return Rows.array(clusters.stream().map(ClusterId::value).toList());
    }
}
