package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Desired and applied generation of each cluster. Callers hold the transaction. */
class DeliveryStore {

    private static final int KEPT_CAUSES = 50;
    private static final int MAX_CAUSE = 300;

    private final JdbcClient jdbc;

    DeliveryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Raises the desired generation of each cluster by one; rows are locked in the order of their keys. */
    void raise(Set<ClusterId> clusters, String cause, Instant now) {
        var ids = clusters.stream().map(ClusterId::value).sorted().toList();
        jdbc.sql("""
                with raised as (
                    insert into delivery (cluster_id, desired_generation, changed_at)
                    select id, 1, :now from unnest(cast(:ids as uuid[])) as id
                    on conflict (cluster_id) do update
                        set desired_generation = delivery.desired_generation + 1, changed_at = excluded.changed_at
                    returning cluster_id, desired_generation)
                insert into delivery_change (cluster_id, generation, cause, changed_at)
                select cluster_id, desired_generation, :cause, :now from raised""")
                .param("ids", Rows.array(ids))
                .param("now", Rows.time(now))
                .param("cause", cause.length() <= MAX_CAUSE ? cause : cause.substring(0, MAX_CAUSE))
                .update();
        jdbc.sql("""
                delete from delivery_change c using delivery d
                where d.cluster_id = any (cast(:ids as uuid[])) and c.cluster_id = d.cluster_id
                    and c.generation <= d.desired_generation - :kept""").param("ids", Rows.array(ids)).param("kept", KEPT_CAUSES).update();
    }

    /** Desired generations; clusters whose configuration never changed have 0. */
    Map<ClusterId, Long> generations(Collection<ClusterId> clusters) {
        return generations(clusters, "");
    }

    /** Like {@link #generations}, and nobody can raise them until the transaction ends. */
    Map<ClusterId, Long> lockGenerations(Collection<ClusterId> clusters) {
        return generations(clusters, " order by cluster_id for update");
    }

    private Map<ClusterId, Long> generations(Collection<ClusterId> clusters, String suffix) {
        var result = new HashMap<ClusterId, Long>();
        clusters.forEach(cluster -> result.put(cluster, 0L));
        jdbc.sql("select cluster_id, desired_generation from delivery where cluster_id = any (cast(:ids as uuid[]))"
                        + suffix)
                .param("ids", ids(clusters))
                .query((row, number) ->
                        result.put(new ClusterId(Rows.uuid(row, "cluster_id")), row.getLong("desired_generation")))
                .list();
        return result;
    }

    Map<ClusterId, DeliveryBoard.State> states(Collection<ClusterId> clusters) {
        var result = new HashMap<ClusterId, DeliveryBoard.State>();
        clusters.forEach(cluster -> result.put(
                cluster,
                new DeliveryBoard.State(
                        cluster, 0, 0, Optional.empty(), Optional.empty(), Optional.empty(), false, false)));
        jdbc.sql("""
                select d.*, t.rollout_id from delivery d
                left join rollout_target t on t.cluster_id = d.cluster_id and t.status in %s
                where d.cluster_id = any (cast(:ids as uuid[]))""".formatted(RolloutEnds.OPEN))
                .param("ids", ids(clusters))
                .query((row, number) -> {
                    var cluster = new ClusterId(Rows.uuid(row, "cluster_id"));
                    var revision = row.getInt("applied_number");
                    var state = new DeliveryBoard.State(
                            cluster,
                            row.getLong("desired_generation"),
                            row.getLong("applied_generation"),
                            row.wasNull() || revision == 0 ? Optional.empty() : Optional.of(revision),
                            Rows.optionalInstant(row, "applied_at"),
                            Rows.optionalUuid(row, "rollout_id").map(RolloutId::new),
                            row.getBoolean("pinned"),
                            !Rows.numbers(row, "left_out").isEmpty());
                    return result.put(cluster, state);
                })
                .list();
        return result;
    }

    Set<ClusterId> unpushed() {
        return Set.copyOf(jdbc.sql(
                        "select cluster_id from delivery where desired_generation > applied_generation or left_out <> '{}'")
                .query((row, number) -> new ClusterId(Rows.uuid(row, "cluster_id")))
                .list());
    }

    /** Why clusters have unpushed changes, newest first. */
    Map<ClusterId, List<String>> causes(Collection<ClusterId> clusters) {
        var result = new HashMap<ClusterId, List<String>>();
        jdbc.sql("""
                select cluster_id, cause from delivery_change where cluster_id = any (cast(:ids as uuid[]))
                order by cluster_id, generation desc""")
                .param("ids", ids(clusters))
                .query((row, number) -> result.computeIfAbsent(
                                new ClusterId(Rows.uuid(row, "cluster_id")), key -> new ArrayList<>())
                        .add(row.getString("cause")))
                .list();
        return result;
    }

    /** Nothing differs at this generation, so there is nothing left to push but what was left out. */
    void settle(ClusterId cluster, long generation, Collection<Long> leftOut) {
        jdbc.sql("""
                update delivery set applied_generation = greatest(applied_generation, :generation),
                    left_out = cast(:left as bigint[])
                where cluster_id = :cluster""")
                .param("left", Rows.numbers(leftOut))
                .param("cluster", cluster.value())
                .param("generation", generation)
                .update();
        forget(cluster, generation);
    }

    /** A revision that was made of this generation is in effect. */
    void applied(TargetWork work, Instant now) {
        // What a rollback brings back is older than what the cluster should run, so its changes are unpushed again.
        jdbc.sql("""
                insert into delivery (cluster_id, desired_generation, applied_generation, applied_revision, applied_number,
                    applied_at, changed_at, pinned, left_out)
                select :cluster, :generation, :generation, id, number, :now, :now, :pinned, left_out from revision where id = :revision
                on conflict (cluster_id) do update set applied_revision = excluded.applied_revision,
                    applied_number = excluded.applied_number, applied_at = excluded.applied_at, pinned = excluded.pinned,
                    left_out = case when delivery.applied_revision is distinct from excluded.applied_revision
                        then excluded.left_out else delivery.left_out end,
                    applied_generation = case when excluded.pinned then excluded.applied_generation
                        else greatest(delivery.applied_generation, excluded.applied_generation) end""")
                .param("cluster", work.cluster().value())
                .param("generation", work.generation())
                .param("revision", work.revision())
                .param("pinned", work.rollsBack())
                .param("now", Rows.time(now))
                .update();
        forget(work.cluster(), work.generation());
        if (work.rollsBack()) {
            because(work, now);
        }
    }

    private void because(TargetWork work, Instant now) {
        jdbc.sql("""
                insert into delivery_change (cluster_id, generation, cause, changed_at)
                select d.cluster_id, d.desired_generation, 'Rolled back: revision ' || v.number || ' restores revision '
                    || coalesce(v.restores, 0), :now
                from delivery d join revision v on v.id = :revision
                where d.cluster_id = :cluster and d.desired_generation > d.applied_generation
                on conflict do nothing""")
                .param("cluster", work.cluster().value())
                .param("revision", work.revision())
                .param("now", Rows.time(now))
                .update();
    }

    /** A rollout whose changes have to go back, and why. */
    record WantedRollback(RolloutId rollout, String why) {}

    /** Rollouts that have ended and whose changes have to go back; nobody else gets them until the transaction ends. */
    List<WantedRollback> wantedRollbacks() {
        return jdbc.sql("""
                select id, rollback_wanted from rollout
                where rollback_wanted is not null and rollback_plan is null and status <> 'RUNNING'
                order by id limit 10 for update skip locked""")
                .query((row, number) ->
                        new WantedRollback(new RolloutId(Rows.uuid(row, "id")), row.getString("rollback_wanted")))
                .list();
    }

    /** @param plan null when there was nothing to bring back */
    void rollbackPlanned(RolloutId rollout, @Nullable PlanId plan) {
        jdbc.sql("""
                update rollout set rollback_plan = :plan,
                    rollback_wanted = case when cast(:plan as uuid) is null then null else rollback_wanted end
                where id = :id""")
                .param("id", rollout.value())
                .param("plan", plan == null ? null : plan.value(), java.sql.Types.OTHER)
                .update();
    }

    /**
     * Clusters with automatic sync whose changes are to be planned now, at most once a minute each. One that was rolled back,
     * that somebody left changes out of, or that a rollout works on, is left alone.
     */
    List<ClusterId> syncDue() {
        return jdbc.sql("""
                update delivery set sync_after = clock_timestamp() + interval '1 minute' where cluster_id in (
                    select cluster_id from delivery d where sync = 'AUTOMATIC' and desired_generation > applied_generation
                        and not pinned and left_out = '{}' and (sync_after is null or sync_after < clock_timestamp()) and not exists (
                            select 1 from rollout_target t where t.cluster_id = d.cluster_id
                                and t.status in %s)
                    order by cluster_id limit 1000 for update skip locked)
                returning cluster_id""".formatted(RolloutEnds.OPEN))
                .query((row, number) -> new ClusterId(Rows.uuid(row, "cluster_id")))
                .list();
    }

    private void forget(ClusterId cluster, long generation) {
        jdbc.sql("delete from delivery_change where cluster_id = :cluster and generation <= :generation")
                .param("cluster", cluster.value())
                .param("generation", generation)
                .update();
    }

    private static String[] ids(Collection<ClusterId> clusters) {
        return Rows.array(clusters.stream().map(ClusterId::value).toList());
    }
}
