package io.gauntlet.delivery;

import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The events of rollouts and of drift. Callers hold the transaction and write events as its last statement. */
class RolloutEvents {

    static final int MAX = 500;

    private final JdbcClient jdbc;

    RolloutEvents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is stored of an event. */
    record Content(
            @Nullable String cluster,
            String status,
            int done,
            int total,
            String message,
            @Nullable UUID plan) {}

    /**
     * Says where these targets, all of the same state of the transaction, stand now. That one has ended or is held is said once,
     * though whoever tells of its progress may look at it once more.
     */
    void targets(Collection<UUID> targets, Instant now) {
        if (targets.isEmpty()) {
            return;
        }
        var ids = Rows.array(targets);
        // Ids have to become visible in their order, or a reader that has seen 7 would never get a late 6.
        jdbc.sql("""
                select count(pg_advisory_xact_lock(hashtextextended(id, 4))) from (
                    select distinct cast(rollout_id as text) as id from rollout_target
                    where id = any (cast(:ids as uuid[])) order by 1) as rollouts""").param("ids", ids).query(Integer.class).single();
        jdbc.sql("""
                insert into rollout_event (rollout_id, content, created_at)
                select t.rollout_id, jsonb_build_object('cluster', t.name, 'status', lower(t.status),
                    'done', (select count(*) from rollout_object o where o.target_id = t.id
                        and o.outcome in ('APPLIED', 'DELETED')),
                    'total', (select count(*) from rollout_object o where o.target_id = t.id),
                    'message', t.message), :now
                from rollout_target t where t.id = any (cast(:ids as uuid[]))
                    and (t.status in ('PENDING', 'QUEUED', 'APPLYING', 'VERIFYING') or lower(t.status) is distinct from (
                        select e.content ->> 'status' from rollout_event e
                        where e.rollout_id = t.rollout_id and e.content ->> 'cluster' = t.name
                        order by e.id desc limit 1))
                order by t.position""").param("ids", ids).param("now", Rows.time(now)).update();
    }

    void ended(RolloutId rollout, Rollout.Status status, String message, Instant now) {
        rollout(rollout, lower(status.name()), message, now);
    }

    /** Says something about a cluster that has to do with no rollout. */
    void cluster(ResourceName cluster, String status, String message, Instant now) {
        // PostgreSQL stores no NUL, which text of a cluster may well hold.
        var content = new Content(cluster.value(), status, 0, 0, message.replace('\0', '\uFFFD'), null);
        jdbc.sql("insert into rollout_event (content, created_at) values (cast(:content as jsonb), :now)")
                .param("content", Json.write(content))
                .param("now", Rows.time(now))
                .update();
    }

    /** Says how the approvals of a plan stand, for people: {@code done} of {@code total}. */
    void plan(PlanId plan, String status, int done, int total, String message, Instant now) {
        jdbc.sql("insert into rollout_event (content, created_at) values (cast(:content as jsonb), :now)")
                .param("content", Json.write(new Content(null, status, done, total, message, plan.value())))
                .param("now", Rows.time(now))
                .update();
    }

    /** Whether the same was said of a plan not long ago. */
    boolean saidOfPlans(String status, String message, Instant since) {
        return jdbc.sql("""
                select exists (select 1 from rollout_event where rollout_id is null and created_at >= :since
                    and content ->> 'status' = :status and content ->> 'message' = :message)""")
                .param("since", Rows.time(since))
                .param("status", status)
                .param("message", message)
                .query(Boolean.class)
                .single();
    }

    /** Says something about the rollout as a whole. */
    void rollout(RolloutId rollout, String status, String message, Instant now) {
        jdbc.sql("select count(pg_advisory_xact_lock(hashtextextended(:id, 4)))")
                .param("id", rollout.toString())
                .query(Integer.class)
                .single();
        jdbc.sql(
                        "insert into rollout_event (rollout_id, content, created_at) values (:id, cast(:content as jsonb), :now)")
                .param("id", rollout.value())
                .param("content", Json.write(new Content(null, status, 0, 0, message, null)))
                .param("now", Rows.time(now))
                .update();
    }

    List<RolloutEvent> after(RolloutId rollout, long after) {
        return jdbc.sql("""
                select id, content, created_at from rollout_event where rollout_id = :id and id > :after order by id limit :max""")
                .param("id", rollout.value())
                .param("after", after)
                .param("max", MAX)
                .query((row, number) -> event(
                        row.getLong("id"),
                        Json.value(row.getString("content"), Content.class),
                        Rows.instant(row, "created_at")))
                .list();
    }

    /** What is worth telling afterwards: the rollout as a whole, and clusters in trouble; oldest first, at most 500. */
    List<RolloutEvent> timeline(RolloutId rollout) {
        return jdbc.sql("""
                select id, content, created_at from rollout_event where rollout_id = :id and (content ->> 'cluster' is null
                    or content ->> 'status' in ('held', 'failed', 'skipped', 'aborted')) order by id limit :max""")
                .param("id", rollout.value())
                .param("max", MAX)
                .query((row, number) -> event(
                        row.getLong("id"),
                        Json.value(row.getString("content"), Content.class),
                        Rows.instant(row, "created_at")))
                .list();
    }

    private static RolloutEvent event(long id, Content content, Instant at) {
        return new RolloutEvent(
                id,
                Optional.ofNullable(content.cluster()).map(ResourceName::new),
                content.status(),
                content.done(),
                content.total(),
                content.message(),
                at);
    }

    private static String lower(String name) {
        return name.toLowerCase(java.util.Locale.ROOT);
    }
}
