package io.gauntlet.delivery;

import io.gauntlet.bucket.BucketId;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.ObjectDraft.Seen;
import io.gauntlet.delivery.PlannedObject.Action;
import io.gauntlet.delivery.Rollout.TargetStatus;
import io.gauntlet.delivery.TargetWork.Item;
import io.gauntlet.delivery.TargetWork.Result;
import io.gauntlet.kernel.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The work of rollouts: claims by lease and epoch in database time, and writes that count only while the claim holds. Callers
 * hold the transaction where there is more than one statement.
 */
class RolloutStore {

    private final JdbcClient jdbc;
    private final RolloutEvents events;

    RolloutStore(JdbcClient jdbc, RolloutEvents events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /** What a claim is for: to apply objects, or to ask replicas what they run. */
    enum Stage {
        APPLY("'QUEUED', 'APPLYING'", "'APPLYING'", "''"),
        VERIFY("'VERIFYING'", "'VERIFYING'", "t.message");

        private final String due;
        private final String then;
        private final String message;

        Stage(String due, String then, String message) {
            this.due = due;
            this.then = then;
            this.message = message;
        }
    }

    /** Targets that are due and that nobody works on, at most {@code limit}. */
    List<TargetWork> claim(Stage stage, String owner, Duration lease, int limit, Instant now) {
        var claimed = jdbc.sql("""
                with due as (
                    select id from rollout_target where status in (%s) and due_at <= clock_timestamp()
                        and (lease_until is null or lease_until < clock_timestamp())
                    order by due_at, id limit :limit for update skip locked)
                update rollout_target t set status = %s, lease_owner = :owner, epoch = t.epoch + 1, message = %s,
                    lease_until = clock_timestamp() + :lease * interval '1 millisecond',
                    started_at = coalesce(t.started_at, :now)
                from due, rollout r where t.id = due.id and r.id = t.rollout_id
                returning t.*, r.aborting, r.verify, r.gate_timeout_ms, r.on_failure, coalesce(
                    (extract(epoch from clock_timestamp() - t.failing_since) * 1000)::bigint, 0) as failing_ms,
                    coalesce((extract(epoch from t.verify_until - clock_timestamp()) * 1000)::bigint, 0) as verify_ms""".formatted(stage.due, stage.then, stage.message))
                .param("owner", owner)
                .param("lease", lease.toMillis())
                .param("limit", limit)
                .param("now", Rows.time(now))
                .query((row, number) -> work(row))
                .list();
        if (stage == Stage.APPLY) {
            events.targets(claimed.stream().map(TargetWork::id).toList(), now);
        }
        return claimed;
    }

    /** Extends leases; the targets that are still held are returned, with whether they have to stop. */
    Map<UUID, Boolean> renew(Collection<TargetWork> held, Duration lease) {
        var rows = held.stream()
                .map(work -> Map.of("id", work.id().toString(), "epoch", work.epoch()))
                .toList();
        var result = new LinkedHashMap<UUID, Boolean>();
        jdbc.sql("""
                update rollout_target t set lease_until = clock_timestamp() + :lease * interval '1 millisecond'
                from jsonb_to_recordset(cast(:rows as jsonb)) as h(id uuid, epoch bigint), rollout r
                where t.id = h.id and t.epoch = h.epoch and t.status in ('APPLYING', 'VERIFYING') and r.id = t.rollout_id
                returning t.id, r.aborting""")
                .param("rows", Json.write(rows))
                .param("lease", lease.toMillis())
                .query((row, number) -> result.put(Rows.uuid(row, "id"), row.getBoolean("aborting")))
                .list();
        return result;
    }

    /** Holds the claim until the transaction ends; false when it is lost. */
    boolean fence(TargetWork work) {
        return jdbc.sql(
                        "select 1 from rollout_target where id = :id and epoch = :epoch and status in ('APPLYING', 'VERIFYING')"
                                + " for update")
                .param("id", work.id())
                .param("epoch", work.epoch())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Like {@link #fence}; the cluster has answered, so failures are counted from zero again. */
    boolean fenceAnswered(TargetWork work) {
        return jdbc.sql("""
                update rollout_target set attempts = 0, failing_since = null, failure = null
                where id = :id and epoch = :epoch and status in ('APPLYING', 'VERIFYING')""").param("id", work.id()).param("epoch", work.epoch()).update() == 1;
    }

    /** What is still to be done, in order. */
    List<Item> open(TargetWork work) {
        return jdbc.sql(
                        "select * from rollout_object where target_id = :id and outcome is null order by step, position")
                .param("id", work.id())
                .query((row, number) -> item(row))
                .list();
    }

    /** Whether an earlier claim of this target recorded a failure of an object. */
    Optional<String> firstFailure(TargetWork work) {
        return jdbc.sql("""
                select ref, outcome, message from rollout_object
                where target_id = :id and outcome in ('MOVED', 'CONFLICT', 'REJECTED') order by step, position limit 1""")
                .param("id", work.id())
                .query((row, number) -> Refs.decode(row.getString("ref")) + ": " + row.getString("message"))
                .optional();
    }

    void record(TargetWork work, List<Result> results, Instant now) {
        var rows = new ArrayList<Map<String, Object>>();
        for (var result : results) {
            rows.add(Map.of(
                    "position", result.item().position(),
                    "outcome", result.outcome().name(),
                    "message", result.message()));
        }
        jdbc.sql("""
                update rollout_object o set outcome = r.outcome, message = r.message, ended_at = :now
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(position int, outcome text, message text)
                where o.target_id = :id and o.position = r.position""")
                .param("id", work.id())
                .param("rows", Json.write(rows))
                .param("now", Rows.time(now))
                .update();
    }

    void retry(TargetWork work, String failure, String message, Duration wait) {
        jdbc.sql("""
                update rollout_target set status = case status when 'VERIFYING' then status else 'QUEUED' end,
                    attempts = attempts + 1, failure = :failure, message = :message,
                    failing_since = coalesce(failing_since, clock_timestamp()), lease_owner = null, lease_until = null,
                    due_at = clock_timestamp() + :wait * interval '1 millisecond'
                where id = :id and epoch = :epoch and status in ('APPLYING', 'VERIFYING')""")
                .param("id", work.id())
                .param("epoch", work.epoch())
                .param("failure", failure)
                .param("message", message)
                .param("wait", wait.toMillis())
                .update();
    }

    /** The credentials may be good again, so targets that wait for that are tried at once. */
    void credentialsChanged(Set<ClusterId> clusters) {
        jdbc.sql("""
                update rollout_target set due_at = clock_timestamp()
                where status in ('QUEUED', 'VERIFYING') and failure = 'UNAUTHORIZED' and cluster_id = any (cast(:ids as uuid[]))""")
                .param("ids", Rows.array(clusters.stream().map(ClusterId::value).toList()))
                .update();
    }

    /** Lets go of a target that is asked again after a moment. */
    void later(TargetWork work, String message, Duration wait) {
        jdbc.sql("""
                update rollout_target set message = :message, lease_owner = null, lease_until = null, attempts = 0,
                    failing_since = null, failure = null, due_at = clock_timestamp() + :wait * interval '1 millisecond'
                where id = :id and epoch = :epoch and status = 'VERIFYING'""")
                .param("id", work.id())
                .param("epoch", work.epoch())
                .param("message", message)
                .param("wait", wait.toMillis())
                .update();
    }

    /** How the stack was before the first object was applied. */
    void baseline(TargetWork work, String baseline) {
        jdbc.sql("""
                update rollout_target set baseline = cast(:baseline as jsonb)
                where id = :id and epoch = :epoch and status = 'APPLYING'""")
                .param("id", work.id())
                .param("epoch", work.epoch())
                .param("baseline", baseline)
                .update();
    }

    /** Everything is applied; from now on the replicas have to prove what they run. */
    void verify(TargetWork work, Instant now) {
        jdbc.sql("""
                update rollout_target set status = 'VERIFYING', applied_at = :now, message = '', due_at = clock_timestamp(),
                    verify_until = clock_timestamp() + :timeout * interval '1 millisecond'
                where id = :id""")
                .param("id", work.id())
                .param("now", Rows.time(now))
                .param("timeout", work.gateTimeout().toMillis())
                .update();
        events.targets(List.of(work.id()), now);
    }

    /** Ends the target. */
    void end(TargetWork work, TargetStatus status, String message, Instant now) {
        jdbc.sql("""
                update rollout_target set status = :status, message = :message, ended_at = :ended, lease_owner = null,
                    lease_until = null
                where id = :id""")
                .param("id", work.id())
                .param("status", status.name())
                .param("message", message)
                .param(
                        "ended",
                        status == TargetStatus.HELD ? null : Rows.time(now),
                        java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
        events.targets(List.of(work.id()), now);
    }

    private static TargetWork work(ResultSet row) throws SQLException {
        return new TargetWork(
                Rows.uuid(row, "id"),
                new RolloutId(Rows.uuid(row, "rollout_id")),
                new ClusterId(Rows.uuid(row, "cluster_id")),
                row.getString("name"),
                row.getString("namespace"),
                Rows.uuid(row, "revision_id"),
                row.getLong("generation"),
                row.getBoolean("rolls_back"),
                Rows.optionalUuid(row, "bucket_id").map(BucketId::new),
                row.getBoolean("compactor"),
                row.getLong("epoch"),
                row.getInt("attempts"),
                row.getLong("failing_ms"),
                row.getBoolean("aborting"),
                new TargetWork.Proving(
                        row.getBoolean("verify"),
                        "VERIFYING".equals(row.getString("status")),
                        Duration.ofMillis(row.getLong("gate_timeout_ms")),
                        Duration.ofMillis(row.getLong("verify_ms")),
                        !"CONTINUE".equals(row.getString("on_failure")),
                        Rows.optionalText(row, "baseline")));
    }

    private static Item item(ResultSet row) throws SQLException {
        var uid = row.getString("live_uid");
        return new Item(
                row.getInt("position"),
                Refs.decode(row.getString("ref")),
                row.getInt("step"),
                Action.valueOf(row.getString("action")),
                Rows.optionalText(row, "digest").map(Digest::new),
                uid == null
                        ? Optional.empty()
                        : Optional.of(new Seen(
                                uid, row.getString("live_version"), new Digest(row.getString("live_content")))),
                row.getBoolean("take_over"));
    }
}
