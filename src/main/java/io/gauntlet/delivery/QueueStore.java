package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.Plan.ClusterPart;
import io.gauntlet.delivery.PushQueue.Entry;
import io.gauntlet.delivery.PushQueue.Status;
import io.gauntlet.kernel.ResourceName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Queued clusters as rows. An entry counts as long as it belongs to the plan that it was read with, so that a worker never
 * changes one that was replaced or dropped. Callers hold the transaction where there is more than one statement.
 */
class QueueStore {

    private static final int AT_ONCE = 50;
    private static final int MAX_MESSAGE = 500;
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final JdbcClient jdbc;

    QueueStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An entry with what a worker needs. */
    record Queued(ClusterId cluster, Entry entry, Strategy strategy) {}

    /** Who queues what, why and when. */
    record Request(PlanId plan, @Nullable RolloutId rollout, String reason, String author, Strategy strategy) {}

    /** One entry for each cluster; an older one is replaced. */
    void put(Request request, ClusterPart part, long generation, Instant now, Duration firstWait) {
        jdbc.sql("""
                insert into queued_push (cluster_id, name, plan_id, rollout_id, generation, reason, author, strategy, status,
                    message, queued_at, ends_at, due_at)
                values (:cluster, :name, :plan, :rollout, :generation, :reason, :author, cast(:strategy as jsonb), 'WAITING',
                    :message, :now, :ends, clock_timestamp() + :wait * interval '1 millisecond')
                on conflict (cluster_id) do update set name = excluded.name, plan_id = excluded.plan_id,
                    rollout_id = excluded.rollout_id, generation = excluded.generation, reason = excluded.reason,
                    author = excluded.author, strategy = excluded.strategy, status = excluded.status,
                    message = excluded.message, tries = 0, asked_at = null, follow_plan = null,
                    queued_at = excluded.queued_at, ends_at = excluded.ends_at, due_at = excluded.due_at""")
                .param("cluster", part.cluster().value())
                .param("name", part.name().value())
                .param("plan", request.plan().value())
                .param(
                        "rollout",
                        request.rollout() == null ? null : request.rollout().value(),
                        java.sql.Types.OTHER)
                .param("generation", generation)
                .param("reason", request.reason())
                .param("author", request.author())
                .param("strategy", Json.write(request.strategy()))
                .param("message", cut(part.message()))
                .param("now", Rows.time(now))
                .param("ends", Rows.time(now.plus(PushQueue.LONGEST)))
                .param("wait", firstWait.toMillis())
                .update();
    }

    /** @param where a condition with at most one parameter, {@code key} */
    private List<Queued> read(String where, @Nullable Object key) {
        return jdbc.sql("select * from queued_push where " + where + " order by name")
                .param("key", key)
                .query((row, number) -> queued(row))
                .list();
    }

    List<Queued> all() {
        return jdbc.sql("select * from queued_push order by name")
                .query((row, number) -> queued(row))
                .list();
    }

    Optional<Queued> of(ResourceName cluster) {
        return read("name = :key", cluster.value()).stream().findFirst();
    }

    List<Queued> of(PlanId plan) {
        return read("plan_id = :key", plan.value());
    }

    /** Entries to look at now. Nobody else gets them within the next minute, though the worker may die. */
    List<Queued> claim() {
        return jdbc.sql("""
                update queued_push q set due_at = clock_timestamp() + :lease * interval '1 millisecond'
                from (select cluster_id from queued_push where due_at <= clock_timestamp()
                    order by due_at limit :limit for update skip locked) due
                where q.cluster_id = due.cluster_id returning q.*""")
                .param("lease", LEASE.toMillis())
                .param("limit", AT_ONCE)
                .query((row, number) -> queued(row))
                .list();
    }

    /** Looked at again after a while; the entry stays as it is. */
    void later(Queued queued, String message, Duration wait) {
        jdbc.sql("""
                update queued_push set message = :message, due_at = clock_timestamp() + :wait * interval '1 millisecond'
                where cluster_id = :cluster and plan_id = :plan""")
                .param("cluster", queued.cluster().value())
                .param("plan", queued.entry().plan().value())
                .param("message", cut(message))
                .param("wait", wait.toMillis())
                .update();
    }

    /** The cluster gave no answer. */
    void failed(Queued queued, String message, Instant now, Duration wait) {
        jdbc.sql("""
                update queued_push set status = 'WAITING', message = :message, tries = tries + 1, asked_at = :now,
                    due_at = clock_timestamp() + :wait * interval '1 millisecond'
                where cluster_id = :cluster and plan_id = :plan""")
                .param("cluster", queued.cluster().value())
                .param("plan", queued.entry().plan().value())
                .param("message", cut(message))
                .param("now", Rows.time(now))
                .param("wait", wait.toMillis())
                .update();
    }

    /** Sets what became of it; false when the entry is gone. */
    boolean move(Queued queued, Status status, String message, @Nullable PlanId follow, Instant now) {
        return jdbc.sql("""
                update queued_push set status = :status, message = :message, asked_at = :now,
                    follow_plan = coalesce(:follow, follow_plan), due_at = clock_timestamp()
                where cluster_id = :cluster and plan_id = :plan and status <> 'STOPPED'""")
                        .param("cluster", queued.cluster().value())
                        .param("plan", queued.entry().plan().value())
                        .param("status", status.name())
                        .param("message", cut(message))
                        .param("follow", follow == null ? null : follow.value(), java.sql.Types.OTHER)
                        .param("now", Rows.time(now))
                        .update()
                == 1;
    }

    /** Whether the entry still waits for its plan to be pushed; nobody can drop it until the transaction ends. */
    boolean holds(Queued queued, PlanId follow) {
        return jdbc.sql("""
                select 1 from queued_push where cluster_id = :cluster and plan_id = :plan and follow_plan = :follow
                    and status = 'PLANNED' for update""")
                .param("cluster", queued.cluster().value())
                .param("plan", queued.entry().plan().value())
                .param("follow", follow.value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    boolean remove(Queued queued) {
        return jdbc.sql("delete from queued_push where cluster_id = :cluster and plan_id = :plan")
                        .param("cluster", queued.cluster().value())
                        .param("plan", queued.entry().plan().value())
                        .update()
                == 1;
    }

    /** Removes the entries of these clusters, whoever made them. */
    List<Queued> remove(Collection<ClusterId> clusters) {
        return jdbc.sql("delete from queued_push where cluster_id = any (cast(:ids as uuid[])) returning *")
                .param("ids", Rows.array(clusters.stream().map(ClusterId::value).toList()))
                .query((row, number) -> queued(row))
                .list();
    }

    /** Removes what was waited for long enough. */
    List<Queued> removeExpired(Instant now) {
        return jdbc.sql("delete from queued_push where ends_at <= :now returning *")
                .param("now", Rows.time(now))
                .query((row, number) -> queued(row))
                .list();
    }

    /** The first object of a plan that is deleted, restarted or at risk though an earlier plan announced nothing like it. */
    Optional<String> unannounced(PlanId announced, PlanId follow) {
        return jdbc.sql("""
                select o.ref, o.action, o.restarts from plan_object o
                where o.plan_id = :follow and (o.action = 'DELETE' or o.restarts or o.risks <> '[]') and not exists (
                    select 1 from plan_object a where a.plan_id = :announced and a.ref = o.ref
                        and (o.action <> 'DELETE' or a.action = 'DELETE') and (not o.restarts or a.restarts)
                        and a.risks @> o.risks)
                order by o.position limit 1""")
                .param("follow", follow.value())
                .param("announced", announced.value())
                .query((row, number) -> Refs.decode(row.getString("ref")) + " would be "
                        + ("DELETE".equals(row.getString("action"))
                                ? "deleted"
                                : row.getBoolean("restarts") ? "restarted" : "put at risk"))
                .optional();
    }

    private static String cut(String message) {
        // PostgreSQL stores no NUL, which text of a cluster may well hold.
        var clean = message.replace('\0', '\uFFFD');
        return clean.length() <= MAX_MESSAGE ? clean : clean.substring(0, MAX_MESSAGE);
    }

    private static Queued queued(ResultSet row) throws SQLException {
        var entry = new Entry(
                new ResourceName(row.getString("name")),
                new PlanId(Rows.uuid(row, "plan_id")),
                Rows.optionalUuid(row, "rollout_id").map(RolloutId::new),
                row.getLong("generation"),
                row.getString("reason"),
                row.getString("author"),
                Status.valueOf(row.getString("status")),
                row.getString("message"),
                row.getInt("tries"),
                Rows.optionalInstant(row, "asked_at"),
                Rows.optionalUuid(row, "follow_plan").map(PlanId::new),
                Rows.instant(row, "queued_at"),
                Rows.instant(row, "ends_at"));
        UUID cluster = Rows.uuid(row, "cluster_id");
        return new Queued(new ClusterId(cluster), entry, Json.value(row.getString("strategy"), Strategy.class));
    }
}
