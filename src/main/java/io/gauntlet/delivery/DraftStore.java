package io.gauntlet.delivery;

import io.gauntlet.bucket.BucketId;
import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.ClusterDraft.Basis;
import io.gauntlet.delivery.PlannedObject.Action;
import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.Ids;
import io.gauntlet.rendering.Manifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes the planner's result for one cluster. Callers hold the transaction. */
class DraftStore {

    private final JdbcClient jdbc;
    private final Ids ids;

    DraftStore(JdbcClient jdbc, Ids ids) {
        this.jdbc = jdbc;
        this.ids = ids;
    }

    void put(PlanId plan, Cluster cluster, ClusterDraft draft) {
        putStatus(plan, draft);
        draft.basis().ifPresent(basis -> changes(plan, draft.cluster(), basis));
        var folds = folds(cluster, draft);
        diffs(plan, draft, folds);
        objects(plan, draft, folds);
    }

    /** What the plan of each pushable cluster was made from. */
    Map<ClusterId, Basis> bases(PlanId plan) {
        var result = new HashMap<ClusterId, Basis>();
        jdbc.sql("""
                select cluster_id, generation, digest, minor, gateway, bucket_id, compactor, left_out
                from plan_cluster where plan_id = :plan and digest is not null""")
                .param("plan", plan.value())
                .query((row, number) -> result.put(
                        new ClusterId(Rows.uuid(row, "cluster_id")),
                        new Basis(
                                row.getLong("generation"),
                                new Digest(row.getString("digest")),
                                row.getInt("minor"),
                                row.getBoolean("gateway"),
                                Rows.optionalUuid(row, "bucket_id").map(BucketId::new),
                                row.getBoolean("compactor"),
                                Set.copyOf(Rows.numbers(row, "left_out")))))
                .list();
        return result;
    }

    /** Only how the cluster stands. */
    void putStatus(PlanId plan, ClusterDraft draft) {
        var basis = draft.basis();
        jdbc.sql("""
                update plan_cluster set status = :status, message = :message, generation = :generation, digest = :digest,
                    minor = :minor, gateway = :gateway, bucket_id = :bucket, compactor = :compactor,
                    notices = cast(:notices as jsonb), creates = :creates, changes = :changes, deletes = :deletes,
                    unchanged = :unchanged, conflicts = :conflicts, rejected = :rejected, restarts = :restarts,
                    risks = :risks
                where plan_id = :plan and cluster_id = :cluster""")
                .param("plan", plan.value())
                .param("cluster", draft.cluster().value())
                .param("status", draft.status().name())
                .param("message", draft.message())
                .param("generation", basis.map(Basis::generation).orElse(0L))
                .param("digest", basis.map(known -> known.digest().hex()).orElse(null))
                .param("minor", basis.map(Basis::minor).orElse(0))
                .param("gateway", basis.map(Basis::gatewayApi).orElse(false))
                .param(
                        "bucket",
                        basis.flatMap(Basis::bucket).map(BucketId::value).orElse(null))
                .param("compactor", basis.map(Basis::compactor).orElse(false))
                .param("notices", Json.write(draft.notices()))
                .param("creates", draft.count(Action.CREATE))
                .param("changes", draft.count(Action.CHANGE))
                .param("deletes", draft.count(Action.DELETE))
                .param("unchanged", draft.count(Action.UNCHANGED))
                .param("conflicts", draft.count(Action.CONFLICT))
                .param("rejected", draft.count(Action.REJECTED))
                .param(
                        "restarts",
                        draft.objects().stream().filter(ObjectDraft::restarts).count())
                .param(
                        "risks",
                        draft.objects().stream()
                                .filter(object -> !object.risks().isEmpty())
                                .count())
                .update();
    }

    /** What the plan brings to the cluster; one that leads back brings no change. */
    private void changes(PlanId plan, ClusterId cluster, Basis basis) {
        jdbc.sql(
                        "update plan_cluster p set left_out = cast(:left as bigint[]), holds = case when p.source_revision is null then "
                                + PendingStore.HELD
                                + " else '{}' end where p.plan_id = :plan and p.cluster_id = :cluster")
                .param("plan", plan.value())
                .param("cluster", cluster.value())
                .param("left", Rows.numbers(basis.leftOut()))
                .update();
    }

    /** The fold of every object that is not unchanged, in the order of the objects. */
    private static List<Optional<Digest>> folds(Cluster cluster, ClusterDraft draft) {
        var bytes = draft.manifests().stream()
                .filter(manifest -> !manifest.secret())
                .collect(Collectors.toMap(Manifest::ref, Manifest::json));
        var result = new ArrayList<Optional<Digest>>();
        for (var object : draft.objects()) {
            if (object.action() == Action.UNCHANGED) {
                result.add(Optional.empty());
                continue;
            }
            // What is created has no stored diff: its bytes tell it apart, those of a Secret by their keyed digest.
            var created = bytes.containsKey(object.ref())
                    ? neutral(bytes.get(object.ref()))
                    : object.digest().map(Digest::hex).orElse("");
            result.add(Optional.of(Fold.of(object, cluster, object.diff().orElse(created))));
        }
        return result;
    }

    private static String neutral(byte[] json) {
        return new String(json, java.nio.charset.StandardCharsets.UTF_8)
                .replace("\":\"", ": ")
                .replace("\"", "");
    }

    private void diffs(PlanId plan, ClusterDraft draft, List<Optional<Digest>> folds) {
        var rows = new LinkedHashMap<String, String>();
        for (var i = 0; i < folds.size(); i++) {
            var diff = draft.objects().get(i).diff();
            folds.get(i).filter(fold -> diff.isPresent()).ifPresent(fold -> rows.put(fold.hex(), diff.orElse("")));
        }
        if (rows.isEmpty()) {
            return;
        }
        // In the order of the key, so that clusters that store equal diffs at the same time cannot block each other.
        jdbc.sql("""
                insert into plan_diff (plan_id, fold, diff)
                select :plan, key, value from jsonb_each_text(cast(:rows as jsonb)) order by key
                on conflict do nothing""")
                .param("plan", plan.value())
                .param("rows", Json.write(rows))
                .update();
    }

    private void objects(PlanId plan, ClusterDraft draft, List<Optional<Digest>> folds) {
        var rows = new ArrayList<Map<String, Object>>();
        for (var object : draft.objects()) {
            var row = new LinkedHashMap<String, Object>();
            row.put("id", ids.next().toString());
            row.put("position", rows.size());
            row.put("ref", Refs.encode(object.ref()));
            row.put("step", object.step());
            row.put("component", object.component());
            row.put("action", object.action().name());
            object.digest().ifPresent(digest -> row.put("digest", digest.hex()));
            object.live().ifPresent(seen -> {
                row.put("live_uid", seen.uid());
                row.put("live_version", seen.version());
                row.put("live_content", seen.content().hex());
            });
            folds.get(rows.size()).ifPresent(fold -> row.put("fold", fold.hex()));
            row.put("restarts", object.restarts());
            row.put("risks", object.risks());
            row.put("message", object.message());
            row.put("conflicts", object.conflicts());
            rows.add(row);
        }
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into plan_object (id, plan_id, cluster_id, position, ref, step, component, action, digest, live_uid,
                    live_version, live_content, fold, restarts, risks, message, conflicts)
                select r.id, :plan, :cluster, r.position, r.ref, r.step, r.component, r.action, r.digest, r.live_uid,
                    r.live_version, r.live_content, r.fold, r.restarts, r.risks, r.message, r.conflicts
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(id uuid, position int, ref text, step int, component text,
                    action text, digest text, live_uid text, live_version text, live_content text, fold text,
                    restarts boolean, risks jsonb, message text, conflicts jsonb)""")
                .param("plan", plan.value())
                .param("cluster", draft.cluster().value())
                .param("rows", Json.write(rows))
                .update();
    }
}
