package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.ClusterDrift.DriftedObject;
import io.gauntlet.delivery.ClusterDrift.State;
import io.gauntlet.delivery.DriftWork.Expected;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what is known of drift, and judges what that is worth by its age. */
class DriftReads {

    private final JdbcClient jdbc;
    private final DriftProperties properties;
    private final Clock clock;

    DriftReads(JdbcClient jdbc, DriftProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
    }

    /** Those of the clusters to which something was applied, without objects. */
    Map<ClusterId, ClusterDrift> summaries(Collection<Cluster> clusters) {
        var byId = new HashMap<ClusterId, Cluster>();
        clusters.forEach(cluster -> byId.put(cluster.id(), cluster));
        var result = new HashMap<ClusterId, ClusterDrift>();
        jdbc.sql("""
                select d.cluster_id, d.applied_number, c.policy, c.except_fields, c.version, c.swept_at, c.failure,
                    c.objects, c.revision_id is not distinct from d.applied_revision as current, w.rollout_id,
                    coalesce(o.drifted, 0) as drifted, coalesce(o.manager, '') as manager,
                    exists (select 1 from drift_fight f where f.cluster_id = d.cluster_id) as fight
                from delivery d join drift_cluster c on c.cluster_id = d.cluster_id
                left join rollout_target w on w.cluster_id = d.cluster_id and w.status in %s
                left join lateral (
                    select count(*) as drifted, (array_agg(manager order by changed_at desc nulls last))[1] as manager
                    from drift_object x where x.cluster_id = d.cluster_id and not x.tolerated) o on true
                where d.cluster_id = any (cast(:ids as uuid[])) and d.applied_revision is not null""".formatted(RolloutEnds.OPEN))
                .param(
                        "ids",
                        Rows.array(byId.keySet().stream().map(ClusterId::value).toList()))
                .query((row, number) -> {
                    var cluster = byId.get(new ClusterId(Rows.uuid(row, "cluster_id")));
                    return cluster == null ? null : result.put(cluster.id(), drift(row, cluster));
                })
                .list();
        return result;
    }

    private ClusterDrift drift(ResultSet row, Cluster cluster) throws SQLException {
        return new ClusterDrift(
                cluster.name(),
                cluster.displayName(),
                state(row, cluster),
                Rows.optionalInstant(row, "swept_at"),
                row.getString("failure"),
                row.getInt("applied_number"),
                row.getInt("objects"),
                row.getInt("drifted"),
                row.getString("manager"),
                DriftStore.policy(row),
                row.getInt("version"),
                Rows.optionalUuid(row, "rollout_id").map(RolloutId::new),
                List.of());
    }

    /** What is old says nothing about the present, so it is never green. */
    private State state(ResultSet row, Cluster cluster) throws SQLException {
        var oldest = clock.instant().minus(properties.stale());
        var fresh = Rows.optionalInstant(row, "swept_at")
                .filter(at -> !at.isBefore(oldest))
                .isPresent();
        if (!fresh || !row.getBoolean("current") || cluster.state() != Cluster.State.ACTIVE) {
            return State.UNKNOWN;
        }
        if (row.getBoolean("fight")) {
            return State.FIGHT;
        }
        return row.getInt("drifted") > 0 ? State.DRIFTED : State.IN_SYNC;
    }

    /** With its objects; empty when nothing was applied to the cluster yet. */
    Optional<ClusterDrift> get(Cluster cluster, Map<io.gauntlet.kernel.ObjectRef, ClusterDrift.Fight> fights) {
        return Optional.ofNullable(summaries(List.of(cluster)).get(cluster.id()))
                .map(drift -> new ClusterDrift(
                        drift.cluster(),
                        drift.displayName(),
                        drift.state(),
                        drift.sweptAt(),
                        drift.failure(),
                        drift.revision(),
                        drift.compared(),
                        drift.drifted(),
                        drift.manager(),
                        drift.policy(),
                        drift.version(),
                        drift.rollout(),
                        objects(cluster.id(), drift, fights)));
    }

    private List<DriftedObject> objects(
            ClusterId cluster, ClusterDrift drift, Map<io.gauntlet.kernel.ObjectRef, ClusterDrift.Fight> fights) {
        return jdbc.sql("select * from drift_object where cluster_id = :cluster order by tolerated, step, ref")
                .param("cluster", cluster.value())
                .query((row, number) -> {
                    var expected = new Expected(
                            Refs.decode(row.getString("ref")),
                            new io.gauntlet.kernel.Digest(row.getString("digest")),
                            row.getInt("step"),
                            row.getString("component"));
                    var finding = DriftObjects.finding(row, expected);
                    var last = Rows.instant(row, "last_seen");
                    return new DriftedObject(
                            expected.ref(),
                            expected.component(),
                            finding.difference(),
                            finding.tolerated(),
                            finding.diff(),
                            finding.fields(),
                            finding.excepted(),
                            finding.message(),
                            finding.author(),
                            Rows.instant(row, "first_seen"),
                            // A look that found nothing new has seen it too.
                            drift.sweptAt().filter(at -> at.isAfter(last)).orElse(last),
                            Optional.ofNullable(fights.get(expected.ref())));
                })
                .list();
    }
}
