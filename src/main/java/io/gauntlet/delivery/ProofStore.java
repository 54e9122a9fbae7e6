package io.gauntlet.delivery;

import io.gauntlet.delivery.RolloutControl.GateState;
import io.gauntlet.delivery.RolloutControl.ReplicaState;
import io.gauntlet.delivery.RolloutControl.TargetEvidence;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.proof.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What replicas showed. Callers hold the transaction. */
class ProofStore {

    private final JdbcClient jdbc;

    ProofStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps the last look, and for each replica when it first had the files and when it first ran them. */
    void put(UUID target, Report report) {
        var replicas = report.replicas().stream()
                .map(replica -> Map.of(
                        "component", replica.component(),
                        "pod", replica.pod(),
                        "state", replica.state().name(),
                        "detail", replica.detail()))
                .toList();
        jdbc.sql("""
                insert into rollout_proof (target_id, component, pod, state, detail, applied_at, mounted_at, loaded_at, seen_at)
                select t.id, r.component, r.pod, r.state, r.detail, t.applied_at,
                    case when r.state in ('MOUNTED', 'LOADED') then :at end, case r.state when 'LOADED' then :at end, :at
                from rollout_target t, jsonb_to_recordset(cast(:rows as jsonb))
                    as r(component text, pod text, state text, detail text)
                where t.id = :target
                on conflict (target_id, component, pod) do update set state = excluded.state, detail = excluded.detail,
                    seen_at = excluded.seen_at,
                    mounted_at = case when excluded.mounted_at is null then null
                        else coalesce(rollout_proof.mounted_at, excluded.mounted_at) end,
                    loaded_at = case when excluded.loaded_at is null then null
                        else coalesce(rollout_proof.loaded_at, excluded.loaded_at) end""")
                .param("target", target)
                .param("at", Rows.time(report.at()))
                .param("rows", Json.write(replicas))
                .update();
        jdbc.sql("delete from rollout_proof where target_id = :target and seen_at < :at")
                .param("target", target)
                .param("at", Rows.time(report.at()))
                .update();
        gates(target, report);
    }

    private void gates(UUID target, Report report) {
        var gates = report.gates().stream()
                .map(gate -> Map.of("code", gate.code(), "open", gate.open(), "detail", gate.detail()))
                .toList();
        jdbc.sql("""
                insert into rollout_gate (target_id, code, open, detail, seen_at)
                select :target, r.code, r.open, r.detail, :at
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(code text, open boolean, detail text)
                on conflict (target_id, code) do update set open = excluded.open, detail = excluded.detail,
                    seen_at = excluded.seen_at""")
                .param("target", target)
                .param("at", Rows.time(report.at()))
                .param("rows", Json.write(gates))
                .update();
    }

    /** By position of the target; only of one cluster where that is given. */
    List<TargetEvidence> of(RolloutId rollout, Optional<ResourceName> cluster) {
        var result = new LinkedHashMap<String, TargetEvidence>();
        jdbc.sql("""
                select t.name, p.* from rollout_target t join rollout_proof p on p.target_id = t.id
                where t.rollout_id = :id and (cast(:cluster as text) is null or t.name = :cluster)
                order by t.position, p.component, p.pod""")
                .param("id", rollout.value())
                .param("cluster", cluster.map(ResourceName::value).orElse(null))
                .query((row, number) -> evidence(result, row.getString("name"))
                        .replicas()
                        .add(new ReplicaState(
                                row.getString("component"),
                                row.getString("pod"),
                                Report.State.valueOf(row.getString("state")),
                                row.getString("detail"),
                                Rows.optionalInstant(row, "applied_at"),
                                Rows.optionalInstant(row, "mounted_at"),
                                Rows.optionalInstant(row, "loaded_at"),
                                Rows.instant(row, "seen_at"))))
                .list();
        jdbc.sql("""
                select t.name, g.* from rollout_target t join rollout_gate g on g.target_id = t.id
                where t.rollout_id = :id and (cast(:cluster as text) is null or t.name = :cluster)
                order by t.position, g.code""")
                .param("id", rollout.value())
                .param("cluster", cluster.map(ResourceName::value).orElse(null))
                .query((row, number) -> evidence(result, row.getString("name"))
                        .gates()
                        .add(new GateState(
                                row.getString("code"),
                                row.getBoolean("open"),
                                row.getString("detail"),
                                Rows.instant(row, "seen_at"))))
                .list();
        return List.copyOf(result.values());
    }

    private static TargetEvidence evidence(Map<String, TargetEvidence> all, String cluster) {
        return all.computeIfAbsent(
                cluster, name -> new TargetEvidence(new ResourceName(name), new ArrayList<>(), new ArrayList<>()));
    }
}
