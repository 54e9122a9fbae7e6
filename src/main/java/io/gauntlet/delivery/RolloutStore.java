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

    /** Targets that are due and that nobody works on, at most {@code limit}. */
    List<TargetWork> claim(String owner, Duration lease, int limit, Instant now) {
        var claimed = jdbc.sql("""
                with due as (
                    select id from rollout_target where status in ('QUEUED', 'APPLYING') and due_at <= clock_timestamp()
                        and (lease_until is null or lease_until < clock_timestamp())
                    order by due_at, id limit :limit for update skip locked)
                update rollout_target t set status = 'APPLYING', lease_owner = :owner, epoch = t.epoch + 1, message = '',
                    lease_until = clock_timestamp() + :lease * interval '1 millisecond',
                    started_at = coalesce(t.started_at, :now)
                from due, rollout r where t.id = due.id and r.id = t.rollout_id
                returning t.*, r.aborting, coalesce(
                    (extract(epoch from clock_timestamp() - t.failing_since) * 1000)::bigint, 0) as failing_ms""")
                .param("owner", owner)
                .param("lease", lease.toMillis())
                .param("limit", limit)
                .param("now", Rows.time(now))
                .query((row, number) -> work(row))
                .list();
        events.targets(claimed.stream().map(TargetWork::id).toList(), now);
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
                where t.id = h.id and t.epoch = h.epoch and t.status = 'APPLYING' and r.id = t.rollout_id
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
                        "select 1 from rollout_target where id = :id and epoch = :epoch and status = 'APPLYING' for update")
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
                where id = :id and epoch = :epoch and status = 'APPLYING'""").param("id", work.id()).param("epoch", work.epoch()).update() == 1;
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
                update rollout_target set status = 'QUEUED', attempts = attempts + 1, failure = :failure, message = :message,
                    failing_since = coalesce(failing_since, clock_timestamp()), lease_owner = null, lease_until = null,
                    due_at = clock_timestamp() + :wait * interval '1 millisecond'
                where id = :id and epoch = :epoch and status = 'APPLYING'""")
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
                where status = 'QUEUED' and failure = 'UNAUTHORIZED' and cluster_id = any (cast(:ids as uuid[]))""")
                .param("ids", Rows.array(clusters.stream().map(ClusterId::value).toList()))
                .update();
    }

    /** Ends the target, and the rollout when it was the last one. */
    Optional<Rollout.Status> end(TargetWork work, TargetStatus status, String message, Instant now) {
        jdbc.sql("""
                update rollout_target set status = :status, message = :message, ended_at = :now, lease_owner = null,
                    lease_until = null
                where id = :id""")
                .param("id", work.id())
                .param("status", status.name())
                .param("message", message)
                .param("now", Rows.time(now))
                .update();
        lock(work.rollout());
        events.targets(List.of(work.id()), now);
        return finish(work.rollout(), now);
    }

    /** Targets that nobody works on end at once; the ones in flight end when their worker sees it. */
    void abort(RolloutId rollout, Instant now) {
        // Targets before their rollout, like everywhere, so that no two transactions wait for each other.
        var ended = jdbc.sql("""
                update rollout_target set status = 'ABORTED', ended_at = :now, epoch = epoch + 1,
                    message = 'Aborted while it waited.'
                where rollout_id = :id and status = 'QUEUED' returning id""")
                .param("id", rollout.value())
                .param("now", Rows.time(now))
                .query((row, number) -> Rows.uuid(row, "id"))
                .list();
        jdbc.sql("update rollout set aborting = true where id = :id and status = 'RUNNING'")
                .param("id", rollout.value())
                .update();
        events.targets(ended, now);
        finish(rollout, now);
    }

    /** Takes these clusters away from rollouts that still work on them. */
    void supersede(Collection<ClusterId> clusters, Instant now) {
        var ended = jdbc.sql("""
                update rollout_target set status = 'ABORTED', ended_at = :now, epoch = epoch + 1, lease_owner = null,
                    lease_until = null, message = 'A newer push took over.'
                where cluster_id = any (cast(:ids as uuid[])) and status in ('QUEUED', 'APPLYING')
                returning id, rollout_id""")
                .param("ids", Rows.array(clusters.stream().map(ClusterId::value).toList()))
                .param("now", Rows.time(now))
                .query((row, number) -> Map.entry(Rows.uuid(row, "id"), Rows.uuid(row, "rollout_id")))
                .list();
        var rollouts =
                ended.stream().map(Map.Entry::getValue).distinct().sorted().toList();
        rollouts.forEach(rollout -> lock(new RolloutId(rollout)));
        events.targets(ended.stream().map(Map.Entry::getKey).toList(), now);
        rollouts.forEach(rollout -> finish(new RolloutId(rollout), now));
    }

    /** Weaker than an update lock: who inserts an event checks the key of its rollout while it holds the lock on events. */
    private void lock(RolloutId rollout) {
        jdbc.sql("select 1 from rollout where id = :id for no key update")
                .param("id", rollout.value())
                .query(Integer.class)
                .optional();
    }

    /** Ends the rollout when all its targets have ended; the status then, or nothing. */
    private Optional<Rollout.Status> finish(RolloutId rollout, Instant now) {
        lock(rollout);
        var ended = jdbc.sql("""
                update rollout r set ended_at = :now, status = (select case
                        when count(*) filter (where status = 'FAILED') > 0 then 'FAILED'
                        when count(*) filter (where status = 'ABORTED') > 0 then 'ABORTED'
                        else 'SUCCEEDED' end from rollout_target where rollout_id = r.id)
                where id = :id and status = 'RUNNING' and not exists (
                    select 1 from rollout_target where rollout_id = r.id and status in ('QUEUED', 'APPLYING'))
                returning status""")
                .param("id", rollout.value())
                .param("now", Rows.time(now))
                .query(String.class)
                .optional()
                .map(Rollout.Status::valueOf);
        ended.ifPresent(status -> events.ended(rollout, status, now));
        return ended;
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
                Rows.optionalUuid(row, "bucket_id").map(BucketId::new),
                row.getBoolean("compactor"),
                row.getLong("epoch"),
                row.getInt("attempts"),
                row.getLong("failing_ms"),
                row.getBoolean("aborting"));
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
