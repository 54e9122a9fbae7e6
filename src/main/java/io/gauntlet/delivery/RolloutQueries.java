package io.gauntlet.delivery;

import io.gauntlet.delivery.Rollout.Target;
import io.gauntlet.delivery.Rollout.TargetStatus;
import io.gauntlet.delivery.Rollout.Wave;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads rollouts. */
class RolloutQueries {

    private final JdbcClient jdbc;

    RolloutQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Rollout.Status status(RolloutId rollout) {
        return jdbc.sql("select status from rollout where id = :id")
                .param("id", rollout.value())
                .query(String.class)
                .optional()
                .map(Rollout.Status::valueOf)
                .orElseThrow(() -> new DomainException.NotFound("rollout", rollout));
    }

    Rollout get(RolloutId rollout) {
        return jdbc.sql("select * from rollout where id = :id")
                .param("id", rollout.value())
                .query((row, number) -> rollout(row, waves(rollout), targets(rollout)))
                .optional()
                .orElseThrow(() -> new DomainException.NotFound("rollout", rollout));
    }

    Optional<UUID> target(RolloutId rollout, ResourceName cluster) {
        return jdbc.sql("select id from rollout_target where rollout_id = :id and name = :name")
                .param("id", rollout.value())
                .param("name", cluster.value())
                .query((row, number) -> Rows.uuid(row, "id"))
                .optional();
    }

    private List<Target> targets(RolloutId rollout) {
        return jdbc.sql("""
                select t.*, v.number as revision, count(o.position) as total,
                    count(o.position) filter (where o.outcome in ('APPLIED', 'DELETED')) as done,
                    (select count(*) from rollout_proof p where p.target_id = t.id) as replicas,
                    (select count(*) from rollout_proof p where p.target_id = t.id and p.state = 'LOADED') as loaded
                from rollout_target t join revision v on v.id = t.revision_id
                left join rollout_object o on o.target_id = t.id
                where t.rollout_id = :id group by t.id, v.number order by t.position""")
                .param("id", rollout.value())
                .query((row, number) -> new Target(
                        new ResourceName(row.getString("name")),
                        row.getInt("wave"),
                        row.getInt("revision"),
                        TargetStatus.valueOf(row.getString("status")),
                        row.getInt("done"),
                        row.getInt("total"),
                        row.getInt("loaded"),
                        row.getInt("replicas"),
                        row.getInt("attempts"),
                        row.getString("message"),
                        Rows.optionalInstant(row, "started_at"),
                        Rows.optionalInstant(row, "applied_at"),
                        Rows.optionalInstant(row, "ended_at")))
                .list();
    }

    private List<Wave> waves(RolloutId rollout) {
        return jdbc.sql("select * from rollout_wave where rollout_id = :id order by number")
                .param("id", rollout.value())
                .query((row, number) -> new Wave(
                        row.getInt("number"),
                        row.getString("name"),
                        row.getBoolean("manual"),
                        Rollout.WaveStatus.valueOf(row.getString("status")),
                        Rows.optionalInstant(row, "opens_at"),
                        row.getString("opened_by"),
                        Rows.optionalInstant(row, "started_at"),
                        Rows.optionalInstant(row, "ended_at")))
                .list();
    }

    private static Rollout rollout(ResultSet row, List<Wave> waves, List<Target> targets) throws SQLException {
        return new Rollout(
                new RolloutId(Rows.uuid(row, "id")),
                Rollout.Kind.valueOf(row.getString("kind")),
                Rows.optionalUuid(row, "plan_id").map(PlanId::new),
                Rollout.Status.valueOf(row.getString("status")),
                row.getBoolean("aborting"),
                row.getBoolean("paused"),
                row.getString("paused_by"),
                row.getString("hold"),
                waves,
                targets,
                row.getString("reason"),
                row.getString("created_by"),
                Rows.instant(row, "created_at"),
                Rows.optionalInstant(row, "ended_at"));
    }

    Page<RolloutSummary> page(@Nullable String after, int limit) {
        var rows = jdbc.sql("""
                select r.*, t.targets, t.succeeded, t.failed
                from (select * from rollout where cast(:after as uuid) is null or id < cast(:after as uuid)
                    order by id desc limit :limit) r
                cross join lateral (select count(*) as targets,
                    count(*) filter (where status = 'SUCCEEDED') as succeeded,
                    count(*) filter (where status in ('FAILED', 'ABORTED')) as failed
                    from rollout_target where rollout_id = r.id) t
                order by r.id desc""")
                .param("after", cursor(after))
                .param("limit", limit + 1)
                .query((row, number) -> new RolloutSummary(
                        new RolloutId(Rows.uuid(row, "id")),
                        Rollout.Kind.valueOf(row.getString("kind")),
                        Rows.optionalUuid(row, "plan_id").map(PlanId::new),
                        Rollout.Status.valueOf(row.getString("status")),
                        row.getInt("targets"),
                        row.getInt("succeeded"),
                        row.getInt("failed"),
                        row.getString("reason"),
                        row.getString("created_by"),
                        Rows.instant(row, "created_at"),
                        Rows.optionalInstant(row, "ended_at")))
                .list();
        return Page.cut(rows, limit, summary -> summary.id().toString());
    }

    private static @Nullable String cursor(@Nullable String after) {
        if (after == null) {
            return null;
        }
        try {
            return UUID.fromString(after).toString();
        } catch (IllegalArgumentException notOurs) {
            throw DomainException.Invalid.of(
                    "after", "The cursor is not one of ours.", "Send the 'next' value of the last page unchanged.");
        }
    }
}
