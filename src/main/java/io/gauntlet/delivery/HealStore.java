package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.ObjectDraft.Seen;
import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes rollouts of what differs, and remembers them for the limit and against endless fights. Callers hold the transaction. */
class HealStore {

    private final JdbcClient jdbc;
    private final Ids ids;
    private final DriftProperties properties;

    HealStore(JdbcClient jdbc, Ids ids, DriftProperties properties) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.properties = properties;
    }

    /**
     * What a heal goes by.
     *
     * @param target  the target that brought the applied revision
     * @param version of the policy
     */
    record Basis(UUID target, UUID revision, DriftPolicy policy, int version) {}

    /** One object to bring back. */
    record Item(ObjectRef ref, int step, Digest digest, Optional<Seen> live) {}

    /** A rollout to make. */
    record Heal(RolloutId rollout, ClusterId cluster, Basis basis, String actor, String reason, List<Item> items) {}

    /**
     * Locks the cluster against pushes and other heals until the transaction ends; empty when a rollout works on it, or when
     * what was seen is older than what was applied last.
     */
    Optional<Basis> lock(ClusterId cluster) {
        jdbc.sql("select 1 from delivery where cluster_id = :cluster for update")
                .param("cluster", cluster.value())
                .query(Integer.class)
                .optional();
        return jdbc.sql("""
                select c.*, d.applied_revision, source.id as source from drift_cluster c
                join delivery d on d.cluster_id = c.cluster_id and d.applied_revision = c.revision_id
                cross join lateral (select t.id from rollout_target t join rollout r on r.id = t.rollout_id
                    where t.cluster_id = c.cluster_id and t.revision_id = d.applied_revision and r.kind = 'PUSH'
                    order by t.id desc limit 1) source
                where c.cluster_id = :cluster and not exists (select 1 from rollout_target t
                    where t.cluster_id = c.cluster_id and t.status in %s) for update of c""".formatted(RolloutEnds.OPEN))
                .param("cluster", cluster.value())
                .query((row, number) -> new Basis(
                        Rows.uuid(row, "source"),
                        Rows.uuid(row, "applied_revision"),
                        DriftStore.policy(row),
                        row.getInt("version")))
                .optional();
    }

    /** Takes a heal out of the limit; false when there is none left. */
    boolean take(ClusterId cluster) {
        return jdbc.sql("""
                update drift_cluster set tokens_at = clock_timestamp(), tokens = least(:burst, tokens + :rate
                        * extract(epoch from clock_timestamp() - tokens_at)) - 1
                where cluster_id = :cluster
                    and least(:burst, tokens + :rate * extract(epoch from clock_timestamp() - tokens_at)) >= 1""")
                        .param("burst", (double) properties.healBurst())
                        .param(
                                "rate",
                                properties.healBurst()
                                        * 1000.0
                                        / properties.healWindow().toMillis())
                        .param("cluster", cluster.value())
                        .update()
                == 1;
    }

    void create(Heal heal, Instant now) {
        jdbc.sql("""
                insert into rollout (id, kind, status, reason, created_by, created_at)
                values (:id, 'HEAL', 'RUNNING', :reason, :actor, :now)""")
                .param("id", heal.rollout().value())
                .param("reason", heal.reason())
                .param("actor", heal.actor())
                .param("now", Rows.time(now))
                .update();
        jdbc.sql("""
                insert into rollout_wave (rollout_id, number, name, manual, pause_ms, status, opens_at)
                values (:id, 0, 'all', false, 0, 'WAITING', :now)""")
                .param("id", heal.rollout().value())
                .param("now", Rows.time(now))
                .update();
        var target = ids.next();
        // What the cluster has stays what it has: the same revision, generation and part in its bucket.
        jdbc.sql("""
                insert into rollout_target (id, rollout_id, cluster_id, position, name, namespace, revision_id, generation,
                    bucket_id, compactor, status, due_at, rolls_back)
                select :id, :rollout, t.cluster_id, 0, t.name, t.namespace, t.revision_id, t.generation, t.bucket_id,
                    t.compactor, 'PENDING', clock_timestamp(), d.pinned
                from rollout_target t join delivery d on d.cluster_id = t.cluster_id where t.id = :source""")
                .param("id", target)
                .param("rollout", heal.rollout().value())
                .param("source", heal.basis().target())
                .update();
        jdbc.sql("""
                insert into rollout_object (target_id, position, ref, step, action, digest, live_uid, live_version,
                    live_content, take_over)
                select :target, r.position, r.ref, r.step, case when r.uid is null then 'CREATE' else 'CHANGE' end, r.digest,
                    r.uid, r.version, r.content, true
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(position int, ref text, step int, digest text, uid text,
                    version text, content text)""")
                .param("target", target)
                .param("rows", Json.write(rows(heal.items())))
                .update();
    }

    private static List<Map<String, Object>> rows(List<Item> items) {
        var rows = new ArrayList<Map<String, Object>>();
        for (var item : items) {
            var row = new LinkedHashMap<String, Object>();
            row.put("position", rows.size());
            row.put("ref", Refs.encode(item.ref()));
            row.put("step", item.step());
            row.put("digest", item.digest().hex());
            item.live().ifPresent(seen -> {
                row.put("uid", seen.uid());
                row.put("version", seen.version());
                row.put("content", seen.content().hex());
            });
            rows.add(row);
        }
        return rows;
    }

    /** Remembers that nobody asked for this heal of an object. */
    void remember(Heal heal, ObjectRef ref, String manager, Instant now) {
        jdbc.sql("delete from drift_heal where cluster_id = :cluster and healed_at < :old")
                .param("cluster", heal.cluster().value())
                .param("old", Rows.time(now.minus(properties.fightWindow())))
                .update();
        jdbc.sql("""
                insert into drift_heal (id, cluster_id, ref, manager, rollout_id, healed_at)
                values (:id, :cluster, :ref, :manager, :rollout, :now)""")
                .param("id", ids.next())
                .param("cluster", heal.cluster().value())
                .param("ref", Refs.encode(ref))
                .param("manager", manager)
                .param("rollout", heal.rollout().value())
                .param("now", Rows.time(now))
                .update();
    }

    /** How often an object was healed after this manager within the time that counts. */
    int heals(ClusterId cluster, ObjectRef ref, String manager, Instant now) {
        return jdbc.sql("""
                select count(*) from drift_heal
                where cluster_id = :cluster and ref = :ref and manager = :manager and healed_at >= :since""")
                .param("cluster", cluster.value())
                .param("ref", Refs.encode(ref))
                .param("manager", manager)
                .param("since", Rows.time(now.minus(properties.fightWindow())))
                .query(Integer.class)
                .single();
    }

    void fight(ClusterId cluster, ObjectRef ref, ClusterDrift.Fight fight) {
        jdbc.sql("""
                insert into drift_fight (cluster_id, ref, manager, times, since)
                values (:cluster, :ref, :manager, :times, :since) on conflict do nothing""")
                .param("cluster", cluster.value())
                .param("ref", Refs.encode(ref))
                .param("manager", fight.manager())
                .param("times", fight.times())
                .param("since", Rows.time(fight.since()))
                .update();
    }

    Map<ObjectRef, ClusterDrift.Fight> fights(ClusterId cluster) {
        var result = new HashMap<ObjectRef, ClusterDrift.Fight>();
        jdbc.sql("select * from drift_fight where cluster_id = :cluster")
                .param("cluster", cluster.value())
                .query((row, number) -> result.put(
                        Refs.decode(row.getString("ref")),
                        new ClusterDrift.Fight(
                                row.getString("manager"), row.getInt("times"), Rows.instant(row, "since"))))
                .list();
        return result;
    }

    /** Fights are over, and earlier heals of these objects count no more; the objects. */
    Set<ObjectRef> settle(ClusterId cluster) {
        Collection<ObjectRef> over = jdbc.sql("delete from drift_fight where cluster_id = :cluster returning ref")
                .param("cluster", cluster.value())
                .query((row, number) -> Refs.decode(row.getString("ref")))
                .list();
        jdbc.sql("delete from drift_heal where cluster_id = :cluster and ref = any (:refs)")
                .param("cluster", cluster.value())
                .param("refs", over.stream().map(Refs::encode).toArray(String[]::new))
                .update();
        return new HashSet<>(over);
    }
}
