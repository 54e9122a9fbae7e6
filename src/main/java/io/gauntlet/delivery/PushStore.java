package io.gauntlet.delivery;

import io.gauntlet.bucket.BucketId;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.ClusterDraft.Basis;
import io.gauntlet.delivery.Plan.ClusterPart;
import io.gauntlet.kernel.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Turns the rows of a plan into revisions, a rollout and its targets. Callers hold the transaction. */
class PushStore {

    private final JdbcClient jdbc;
    private final Ids ids;

    PushStore(JdbcClient jdbc, Ids ids) {
        this.jdbc = jdbc;
        this.ids = ids;
    }

    /** Who pushes what, why and when. */
    record Push(
            PlanId plan,
            RolloutId rollout,
            String actor,
            String reason,
            Instant now,
            Set<UUID> takeOver,
            Strategy strategy) {}

    /** Clusters where at least one conflict or refused object is not taken over. */
    Set<ClusterId> blockedByObjects(PlanId plan, Set<UUID> takeOver) {
        return Set.copyOf(jdbc.sql("""
                select distinct cluster_id from plan_object
                where plan_id = :plan and (action = 'REJECTED'
                    or action = 'CONFLICT' and not (id = any (cast(:chosen as uuid[]))))""")
                .param("plan", plan.value())
                .param("chosen", Rows.array(takeOver))
                .query((row, number) -> new ClusterId(Rows.uuid(row, "cluster_id")))
                .list());
    }

    /** Those of the chosen objects that are no conflicts of this plan. */
    Collection<UUID> unknown(PlanId plan, Set<UUID> takeOver) {
        var rest = new TreeSet<>(takeOver);
        jdbc.sql("""
                select id from plan_object
                where plan_id = :plan and action = 'CONFLICT' and id = any (cast(:chosen as uuid[]))""")
                .param("plan", plan.value())
                .param("chosen", Rows.array(takeOver))
                .query((row, number) -> rest.remove(Rows.uuid(row, "id")))
                .list();
        return rest;
    }

    /** @param waves the number of the wave of each cluster, by name */
    void create(Push push, List<ClusterPart> clusters, Map<ClusterId, Basis> bases, Map<String, Integer> waves) {
        var strategy = push.strategy();
        jdbc.sql("""
                insert into rollout (id, plan_id, status, reason, created_by, created_at, max_in_flight, max_failures,
                    on_failure, verify, gate_timeout_ms, windows)
                values (:id, :plan, 'RUNNING', :reason, :actor, :now, :inFlight, :failures, :onFailure, :verify, :timeout,
                    cast(:windows as jsonb))""")
                .param("inFlight", strategy.maxInFlight().orElse(null), java.sql.Types.INTEGER)
                .param("failures", strategy.maxFailures())
                .param("onFailure", strategy.onFailure().name())
                .param("verify", strategy.verify())
                .param("timeout", strategy.gateTimeout().toMillis())
                .param("windows", Json.write(strategy.windows()))
                .param("id", push.rollout().value())
                .param("plan", push.plan().value())
                .param("reason", push.reason())
                .param("actor", push.actor())
                .param("now", Rows.time(push.now()))
                .update();
        var rows = Json.write(rows(clusters, bases, waves));
        revisions(push, rows);
        targets(push, rows);
    }

    private List<Map<String, Object>> rows(
            List<ClusterPart> clusters, Map<ClusterId, Basis> bases, Map<String, Integer> waves) {
        var rows = new ArrayList<Map<String, Object>>();
        for (var part : clusters) {
            var basis = bases.get(part.cluster());
            if (basis == null) {
                throw new IllegalStateException("no basis for cluster " + part.name());
            }
            var row = new LinkedHashMap<String, Object>();
            row.put("cluster_id", part.cluster().toString());
            row.put("target_id", ids.next().toString());
            row.put("revision_id", ids.next().toString());
            row.put("position", rows.size());
            row.put("name", part.name().value());
            row.put("wave", waves.getOrDefault(part.name().value(), 0));
            row.put("generation", basis.generation());
            row.put("digest", basis.digest().hex());
            basis.bucket().map(BucketId::toString).ifPresent(bucket -> row.put("bucket_id", bucket));
            row.put("compactor", basis.compactor());
            rows.add(row);
        }
        return rows;
    }

    private void revisions(Push push, String rows) {
        // The delivery row of each cluster is locked, so two pushes cannot take the same number.
        jdbc.sql("""
                insert into revision (id, cluster_id, number, generation, digest, author, reason, created_at, restores,
                    holds, left_out)
                select r.revision_id, r.cluster_id, 1 + coalesce(
                        (select max(number) from revision v where v.cluster_id = r.cluster_id), 0),
                    r.generation, r.digest, :actor, :reason, :now, (
                        select s.number from revision s where s.id = p.source_revision),
                    p.holds, coalesce((select s.left_out from revision s where s.id = p.source_revision), p.left_out)
                from jsonb_to_recordset(cast(:rows as jsonb))
                    as r(cluster_id uuid, revision_id uuid, generation bigint, digest text)
                join plan_cluster p on p.plan_id = :plan and p.cluster_id = r.cluster_id""")
                .param("plan", push.plan().value())
                .param("rows", rows)
                .param("actor", push.actor())
                .param("reason", push.reason())
                .param("now", Rows.time(push.now()))
                .update();
        jdbc.sql("""
                insert into revision_object (revision_id, position, ref, digest, step, component)
                select r.revision_id, o.position, o.ref, o.digest, o.step, o.component
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(cluster_id uuid, revision_id uuid)
                join plan_object o on o.plan_id = :plan and o.cluster_id = r.cluster_id and o.digest is not null""").param("rows", rows).param("plan", push.plan().value()).update();
    }

    private void targets(Push push, String rows) {
        jdbc.sql("""
                insert into rollout_target (id, rollout_id, cluster_id, position, name, namespace, revision_id, generation,
                    bucket_id, compactor, wave, status, due_at, rolls_back)
                select r.target_id, :rollout, r.cluster_id, r.position, r.name, c.namespace, r.revision_id, r.generation,
                    r.bucket_id, r.compactor, r.wave, 'PENDING', clock_timestamp(),
                    c.source_revision is not null
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(target_id uuid, cluster_id uuid, position int, name text,
                    revision_id uuid, generation bigint, bucket_id uuid, compactor boolean, wave int)
                join plan_cluster c on c.plan_id = :plan and c.cluster_id = r.cluster_id""")
                .param("plan", push.plan().value())
                .param("rows", rows)
                .param("rollout", push.rollout().value())
                .update();
        jdbc.sql("""
                insert into rollout_object (target_id, position, ref, step, action, digest, live_uid, live_version,
                    live_content, take_over)
                select r.target_id, o.position, o.ref, o.step,
                    case when o.action <> 'CONFLICT' then o.action when o.live_uid is null then 'CREATE' else 'CHANGE' end,
                    o.digest, o.live_uid, o.live_version, o.live_content, o.action = 'CONFLICT'
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(target_id uuid, cluster_id uuid)
                join plan_object o on o.plan_id = :plan and o.cluster_id = r.cluster_id and o.action <> 'UNCHANGED'""").param("rows", rows).param("plan", push.plan().value()).update();
    }
}
