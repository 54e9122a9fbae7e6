package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/** Which clusters are looked at and when: claims by lease and epoch in database time. Callers hold transactions of several statements. */
class DriftStore {

    static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private static final String WORKED = "coalesce((select cast(t.id as text) || '/' || t.epoch from rollout_target t"
            + " where t.cluster_id = c.cluster_id order by t.id desc limit 1), '')";
    private static final String IDLE = "not exists (select 1 from rollout_target t where t.cluster_id = c.cluster_id"
            + " and t.status in " + RolloutEnds.OPEN + ")";

    private final JdbcClient jdbc;
    private final DriftProperties properties;

    DriftStore(JdbcClient jdbc, DriftProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    /** Adds clusters to which something was applied since the last call; their first looks are spread over an interval. */
    int enroll() {
        return jdbc.sql("""
                insert into drift_cluster (cluster_id, due_at, tokens, tokens_at)
                select cluster_id, clock_timestamp() + random() * :interval * interval '1 millisecond', :tokens,
                    clock_timestamp()
                from delivery d where applied_revision is not null
                    and not exists (select 1 from drift_cluster c where c.cluster_id = d.cluster_id)
                on conflict do nothing""")
                .param("interval", properties.interval().toMillis())
                .param("tokens", properties.healBurst())
                .update();
    }

    /** Clusters that are due, that no rollout works on and that nobody else looks at. */
    List<DriftWork> claim(String owner, int limit) {
        return claim(owner, jdbc.sql(claimSql("c.due_at <= clock_timestamp()")).param("limit", limit));
    }

    /** One cluster, whether it is due or not; empty while a rollout works on it or somebody else looks at it. */
    Optional<DriftWork> claim(ClusterId cluster, String owner) {
        var one =
                jdbc.sql(claimSql("c.cluster_id = :cluster")).param("limit", 1).param("cluster", cluster.value());
        return claim(owner, one).stream().findFirst();
    }

    private static String claimSql(String condition) {
        return """
                with due as (
                    select c.cluster_id from drift_cluster c where %s and %s
                        and (c.lease_until is null or c.lease_until < clock_timestamp())
                    order by c.due_at limit :limit for update of c skip locked)
                update drift_cluster c set lease_owner = :owner, epoch = c.epoch + 1,
                    lease_until = clock_timestamp() + :lease * interval '1 millisecond'
                from due, delivery d
                where c.cluster_id = due.cluster_id and d.cluster_id = c.cluster_id and d.applied_revision is not null
                returning c.*, d.applied_revision, %s as worked""".formatted(condition, IDLE, WORKED);
    }

    private List<DriftWork> claim(String owner, JdbcClient.StatementSpec statement) {
        return statement
                .param("owner", owner)
                .param("lease", properties.lease().toMillis())
                .query((row, number) -> work(row))
                .list();
    }

    /** Holds the claim until the transaction ends; false when it is lost, or a rollout works on the cluster or has done so. */
    boolean fence(DriftWork work) {
        // Pushes lock the delivery row first, so none can start before what was seen is stored.
        jdbc.sql("select 1 from delivery where cluster_id = :cluster for update")
                .param("cluster", work.cluster().value())
                .query(Integer.class)
                .optional();
        return jdbc.sql("select 1 from drift_cluster c join delivery d on d.cluster_id = c.cluster_id"
                        + " where c.cluster_id = :cluster and c.epoch = :epoch and c.version = :version"
                        + " and d.applied_revision = :revision and " + IDLE + " and " + WORKED
                        + " = :worked for update of c")
                .param("cluster", work.cluster().value())
                .param("epoch", work.epoch())
                .param("version", work.version())
                .param("revision", work.revision())
                .param("worked", work.worked())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Nothing has changed since the last look; false when the claim is lost or a rollout came between. */
    boolean unchanged(DriftWork work, Instant at) {
        return jdbc.sql(
                                "update drift_cluster c set swept_at = :at, failure = '', lease_owner = null, lease_until = null, due_at = "
                                        + next()
                                        + " from delivery d where c.cluster_id = :cluster and c.epoch = :epoch and c.version = :version"
                                        + " and d.cluster_id = c.cluster_id and d.applied_revision = :revision and "
                                        + IDLE + " and " + WORKED
                                        + " = :worked")
                        .param("at", Rows.time(at))
                        .param("interval", properties.interval().toMillis())
                        .param("asked", work.asked())
                        .param("cluster", work.cluster().value())
                        .param("epoch", work.epoch())
                        .param("version", work.version())
                        .param("revision", work.revision())
                        .param("worked", work.worked())
                        .update()
                == 1;
    }

    /** Ends a look; behind {@link #fence}. */
    void swept(DriftWork work, int objects, String fingerprint, Instant at) {
        jdbc.sql("update drift_cluster c set swept_at = :at, revision_id = :revision, objects = :objects, failure = '',"
                        + " fingerprint = :fingerprint, lease_owner = null, lease_until = null, due_at = " + next()
                        + " where c.cluster_id = :cluster")
                .param("at", Rows.time(at))
                .param("interval", properties.interval().toMillis())
                .param("asked", work.asked())
                .param("revision", work.revision())
                .param("objects", objects)
                .param("fingerprint", fingerprint)
                .param("cluster", work.cluster().value())
                .update();
    }

    /** There was no answer; it is tried again when it is due the next time. */
    void failed(DriftWork work, String failure) {
        jdbc.sql("update drift_cluster c set failure = :failure, lease_owner = null, lease_until = null, due_at = "
                        + next() + " where c.cluster_id = :cluster and c.epoch = :epoch")
                .param("failure", failure)
                .param("interval", properties.interval().toMillis())
                .param("asked", work.asked())
                .param("cluster", work.cluster().value())
                .param("epoch", work.epoch())
                .update();
    }

    /** Lets go of a cluster without a result, to look again soon. */
    void letGo(DriftWork work, Duration wait) {
        jdbc.sql("""
                update drift_cluster set lease_owner = null, lease_until = null,
                    due_at = clock_timestamp() + :wait * interval '1 millisecond'
                where cluster_id = :cluster and epoch = :epoch""")
                .param("wait", wait.toMillis())
                .param("cluster", work.cluster().value())
                .param("epoch", work.epoch())
                .update();
    }

    /** These clusters are due now; a look in progress is followed by another one. */
    void soon(Collection<ClusterId> clusters) {
        jdbc.sql("""
                update drift_cluster set due_at = clock_timestamp(), asked = asked + 1
                where cluster_id = any (cast(:ids as uuid[]))""")
                .param("ids", Rows.array(clusters.stream().map(ClusterId::value).toList()))
                .update();
    }

    /** Nothing is known of clusters that left the fleet, and nothing is asked of them. */
    void forget(Collection<ClusterId> clusters) {
        jdbc.sql("delete from drift_cluster where cluster_id = any (cast(:ids as uuid[]))")
                .param("ids", Rows.array(clusters.stream().map(ClusterId::value).toList()))
                .update();
    }

    /** Clusters that heal, up to a number of them, for this process to watch; each is watched by one process. */
    List<ClusterId> watched(String owner, int limit) {
        return jdbc.sql("""
                with mine as (
                    select cluster_id from drift_cluster where policy <> 'REPORT'
                        and (watch_owner = :owner or watch_until is null or watch_until < clock_timestamp())
                    order by watch_owner is distinct from :owner, cluster_id limit :limit for update skip locked)
                update drift_cluster c set watch_owner = :owner,
                    watch_until = clock_timestamp() + :lease * interval '1 millisecond'
                from mine where c.cluster_id = mine.cluster_id returning c.cluster_id""")
                .param("owner", owner)
                .param("limit", limit)
                .param("lease", properties.lease().toMillis())
                .query((row, number) -> new ClusterId(Rows.uuid(row, "cluster_id")))
                .list();
    }

    /** What was applied last to each of the clusters. */
    Map<ClusterId, UUID> revisions(Collection<ClusterId> clusters) {
        var result = new HashMap<ClusterId, UUID>();
        jdbc.sql("""
                select cluster_id, applied_revision from delivery
                where cluster_id = any (cast(:ids as uuid[])) and applied_revision is not null""")
                .param("ids", Rows.array(clusters.stream().map(ClusterId::value).toList()))
                .query((row, number) ->
                        result.put(new ClusterId(Rows.uuid(row, "cluster_id")), Rows.uuid(row, "applied_revision")))
                .list();
        return result;
    }

    /** The next look at about an interval from now, or at once where one was asked for meanwhile. */
    private static String next() {
        return "case when c.asked = :asked then clock_timestamp()"
                + " + (0.9 + 0.2 * random()) * :interval * interval '1 millisecond' else clock_timestamp() end";
    }

    static DriftPolicy policy(ResultSet row) throws SQLException {
        return new DriftPolicy(
                DriftPolicy.Mode.valueOf(row.getString("policy")),
                Json.list(row.getString("except_fields"), TEXTS).stream()
                        .map(DriftField::new)
                        .toList());
    }

    private static DriftWork work(ResultSet row) throws SQLException {
        UUID applied = Rows.uuid(row, "applied_revision");
        var comparable =
                Rows.optionalUuid(row, "revision_id").filter(applied::equals).isPresent();
        return new DriftWork(
                new ClusterId(Rows.uuid(row, "cluster_id")),
                row.getLong("epoch"),
                row.getLong("asked"),
                policy(row),
                row.getInt("version"),
                comparable ? row.getString("fingerprint") : "",
                applied,
                row.getString("worked"));
    }
}
