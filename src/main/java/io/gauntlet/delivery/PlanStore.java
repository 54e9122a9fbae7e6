package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.Plan.ClusterPart;
import io.gauntlet.delivery.Plan.ClusterStatus;
import io.gauntlet.delivery.Plan.Summary;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.rendering.ManifestSet.Notice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/** Plans and their clusters as rows. Callers hold the transaction where there is more than one statement. */
class PlanStore {

    private static final TypeReference<List<Notice>> NOTICES = new TypeReference<>() {};

    private final JdbcClient jdbc;

    PlanStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A plan that this process computes as long as nobody else has claimed it with a higher epoch. */
    record Claim(PlanId plan, long epoch) {}

    /** Changes that a plan leaves out. */
    void leaveOut(PlanId plan, Set<Long> without) {
        jdbc.sql("update plan set without = cast(:without as bigint[]) where id = :id")
                .param("id", plan.value())
                .param("without", Rows.numbers(new TreeSet<>(without)))
                .update();
    }

    /** What {@link #leaveOut} was told. */
    Set<Long> without(PlanId plan) {
        return jdbc.sql("select without from plan where id = :id")
                .param("id", plan.value())
                .query((row, number) -> Set.copyOf(Rows.numbers(row, "without")))
                .single();
    }

    /** @param sources the revisions that are brought back; clusters without one get what they should run now */
    void create(PlanId plan, String actor, Instant now, List<Cluster> clusters, Map<ClusterId, UUID> sources) {
        jdbc.sql("""
                insert into plan (id, status, created_by, created_at, purpose)
                values (:id, 'COMPUTING', :actor, :now, :purpose)""")
                .param("purpose", sources.isEmpty() ? "PUSH" : "ROLL_BACK")
                .param("id", plan.value())
                .param("actor", actor)
                .param("now", Rows.time(now))
                .update();
        var rows = new ArrayList<Map<String, Object>>();
        for (var cluster : clusters) {
            var row = new LinkedHashMap<String, Object>();
            row.put("id", cluster.id().toString());
            row.put("position", rows.size());
            row.put("name", cluster.name().value());
            row.put("namespace", cluster.namespace().value());
            var source = sources.get(cluster.id());
            if (source != null) {
                row.put("source", source.toString());
            }
            rows.add(row);
        }
        jdbc.sql("""
                insert into plan_cluster (plan_id, cluster_id, position, name, namespace, status, source_revision)
                select :plan, r.id, r.position, r.name, r.namespace, 'PENDING', r.source
                from jsonb_to_recordset(cast(:rows as jsonb))
                    as r(id uuid, position int, name text, namespace text, source uuid)""")
                .param("plan", plan.value())
                .param("rows", Json.write(rows))
                .update();
    }

    Optional<Claim> claim(String owner, Duration lease) {
        return jdbc.sql("""
                update plan set lease_owner = :owner, epoch = epoch + 1,
                    lease_until = clock_timestamp() + :lease * interval '1 millisecond'
                where id = (select id from plan where status = 'COMPUTING'
                        and (lease_until is null or lease_until < clock_timestamp())
                    order by id limit 1 for update skip locked)
                returning id, epoch""")
                .param("owner", owner)
                .param("lease", lease.toMillis())
                .query((row, number) -> new Claim(new PlanId(Rows.uuid(row, "id")), row.getLong("epoch")))
                .optional();
    }

    /** Says that the worker is alive; false when somebody else has the plan now. */
    boolean renew(Claim claim, Duration lease) {
        return jdbc.sql("""
                update plan set lease_until = clock_timestamp() + :lease * interval '1 millisecond'
                where id = :id and epoch = :epoch and status = 'COMPUTING'""")
                        .param("lease", lease.toMillis())
                        .param("id", claim.plan().value())
                        .param("epoch", claim.epoch())
                        .update()
                == 1;
    }

    /** Holds the claim until the transaction ends; false when it is lost. */
    boolean fence(Claim claim) {
        return jdbc.sql("select 1 from plan where id = :id and epoch = :epoch and status = 'COMPUTING' for share")
                .param("id", claim.plan().value())
                .param("epoch", claim.epoch())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    List<ClusterId> pending(PlanId plan) {
        return jdbc.sql("""
                select cluster_id from plan_cluster where plan_id = :plan and status = 'PENDING' order by position""")
                .param("plan", plan.value())
                .query((row, number) -> new ClusterId(Rows.uuid(row, "cluster_id")))
                .list();
    }

    /** The revisions that a plan brings back. */
    Map<ClusterId, UUID> sources(PlanId plan) {
        var result = new HashMap<ClusterId, UUID>();
        jdbc.sql(
                        "select cluster_id, source_revision from plan_cluster where plan_id = :plan and source_revision is not null")
                .param("plan", plan.value())
                .query((row, number) ->
                        result.put(new ClusterId(Rows.uuid(row, "cluster_id")), Rows.uuid(row, "source_revision")))
                .list();
        return result;
    }

    /** The status of the whole follows from its clusters; false when the claim is lost. */
    boolean finish(Claim claim, Instant now, Duration lifetime) {
        return jdbc.sql("""
                update plan set lease_owner = null, lease_until = null, computed_at = :now, expires_at = :expires,
                    status = (select case
                        when count(*) filter (where status = 'READY') > 0 then 'READY'
                        when count(*) filter (where status <> 'EMPTY') = 0 then 'EMPTY'
                        when count(*) filter (where status in ('BLOCKED', 'UNREACHABLE')) > 0 then 'BLOCKED'
                        else 'FAILED' end from plan_cluster where plan_id = :id)
                where id = :id and epoch = :epoch and status = 'COMPUTING'""")
                        .param("id", claim.plan().value())
                        .param("epoch", claim.epoch())
                        .param("now", Rows.time(now))
                        .param("expires", Rows.time(now.plus(lifetime)))
                        .update()
                == 1;
    }

    void fail(Claim claim, String message, Instant now) {
        jdbc.sql("""
                update plan set lease_owner = null, lease_until = null, status = 'FAILED', message = :message,
                    computed_at = :now
                where id = :id and epoch = :epoch and status = 'COMPUTING'""")
                .param("id", claim.plan().value())
                .param("epoch", claim.epoch())
                .param("message", message)
                .param("now", Rows.time(now))
                .update();
    }

    Plan.Status status(PlanId plan) {
        return jdbc.sql("select status from plan where id = :id")
                .param("id", plan.value())
                .query(String.class)
                .optional()
                .map(Plan.Status::valueOf)
                .orElseThrow(() -> new DomainException.NotFound("plan", plan));
    }

    /** Reads the plan and locks it until the transaction ends. */
    Plan lock(PlanId plan) {
        jdbc.sql("select 1 from plan where id = :id for no key update")
                .param("id", plan.value())
                .query(Integer.class)
                .optional();
        return get(plan);
    }

    Plan get(PlanId plan) {
        var parts = jdbc.sql("select * from plan_cluster where plan_id = :plan order by position")
                .param("plan", plan.value())
                .query((row, number) -> part(row))
                .list();
        var summary = parts.stream().map(ClusterPart::summary).reduce(new Summary(0, 0, 0, 0, 0), Summary::plus);
        return jdbc.sql("select * from plan where id = :plan")
                .param("plan", plan.value())
                .query((row, number) -> new Plan(
                        plan,
                        Plan.Status.valueOf(row.getString("status")),
                        Plan.Purpose.valueOf(row.getString("purpose")),
                        row.getString("message"),
                        summary,
                        parts,
                        row.getString("created_by"),
                        Rows.instant(row, "created_at"),
                        Rows.optionalInstant(row, "expires_at"),
                        Rows.optionalUuid(row, "rollout_id").map(RolloutId::new),
                        row.getString("intent_reason") == null
                                ? Optional.empty()
                                : Optional.of(Objects.toString(row.getString("intent_result"), "")),
                        Rows.numbers(row, "without")))
                .optional()
                .orElseThrow(() -> new DomainException.NotFound("plan", plan));
    }

    void pushed(PlanId plan, RolloutId rollout) {
        jdbc.sql("update plan set status = 'PUSHED', rollout_id = :rollout where id = :id")
                .param("id", plan.value())
                .param("rollout", rollout.value())
                .update();
    }

    private static ClusterPart part(ResultSet row) throws SQLException {
        return new ClusterPart(
                new ClusterId(row.getObject("cluster_id", UUID.class)),
                new ResourceName(row.getString("name")),
                ClusterStatus.valueOf(row.getString("status")),
                row.getString("message"),
                row.getLong("generation"),
                new Summary(
                        row.getInt("creates"),
                        row.getInt("changes"),
                        row.getInt("deletes"),
                        row.getInt("unchanged"),
                        row.getInt("conflicts") + row.getInt("rejected")),
                Json.list(row.getString("notices"), NOTICES),
                row.getInt("restarts"),
                row.getInt("risks"),
                new Plan.Contents(Rows.numbers(row, "holds"), Rows.numbers(row, "left_out")));
    }
}
