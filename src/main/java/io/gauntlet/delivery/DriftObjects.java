package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.ClusterDrift.Author;
import io.gauntlet.delivery.ClusterDrift.Difference;
import io.gauntlet.delivery.DriftWork.Expected;
import io.gauntlet.delivery.DriftWork.Finding;
import io.gauntlet.delivery.DriftWork.Known;
import io.gauntlet.delivery.ObjectDraft.Seen;
import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.Recent;
import io.gauntlet.kernel.ResourceType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What differs, object by object. Callers hold the transaction. */
class DriftObjects {

    private static final int KEPT = 4096;
    private static final String PUT = """
            insert into drift_object (cluster_id, ref, state, tolerated, component, step, digest, live_uid, live_version,
                live_content, fields, excepted, diff, message, manager, operation, changed_at, policy_version, first_seen,
                last_seen)
            values (:cluster, :ref, :state, :tolerated, :component, :step, :digest, :uid, :version, :content,
                cast(:fields as jsonb), cast(:excepted as jsonb), :diff, :message, :manager, :operation, :changed,
                :policy, :now, :now)
            on conflict (cluster_id, ref) do update set state = excluded.state, tolerated = excluded.tolerated,
                component = excluded.component, step = excluded.step, digest = excluded.digest,
                live_uid = excluded.live_uid, live_version = excluded.live_version,
                live_content = excluded.live_content, fields = excluded.fields, excepted = excluded.excepted,
                diff = excluded.diff, message = excluded.message, manager = excluded.manager,
                operation = excluded.operation, changed_at = excluded.changed_at,
                policy_version = excluded.policy_version, last_seen = excluded.last_seen""";

    private final JdbcClient jdbc;
    private final Map<UUID, List<ResourceType>> kinds = Recent.map(KEPT);

    DriftObjects(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The kinds of a revision's objects; revisions never change, so they are read once. */
    List<ResourceType> kinds(UUID revision) {
        var known = kinds.get(revision);
        if (known == null) {
            known = jdbc
                    .sql("select ref from revision_object where revision_id = :id order by position")
                    .param("id", revision)
                    .query((row, number) -> Refs.decode(row.getString("ref")).type())
                    .list()
                    .stream()
                    .distinct()
                    .toList();
            kinds.put(revision, known);
        }
        return known;
    }

    /** Everything that should be there, with what was seen last. */
    List<Known> known(ClusterId cluster, UUID revision) {
        return jdbc.sql("""
                select o.ref, o.digest, o.step, o.component, a.digest as applied_digest, a.uid, a.version as live_at,
                    a.content, d.state, d.tolerated, d.digest as drift_digest, d.live_uid, d.live_version, d.live_content,
                    d.fields, d.excepted, d.diff, d.message, d.manager, d.operation, d.changed_at, d.policy_version
                from revision_object o
                left join applied_object a on a.cluster_id = :cluster and a.ref = o.ref
                left join drift_object d on d.cluster_id = :cluster and d.ref = o.ref
                where o.revision_id = :revision order by o.position""")
                .param("cluster", cluster.value())
                .param("revision", revision)
                .query((row, number) -> known(row))
                .list();
    }

    private static Known known(ResultSet row) throws SQLException {
        var expected = new Expected(
                Refs.decode(row.getString("ref")),
                new Digest(row.getString("digest")),
                row.getInt("step"),
                row.getString("component"));
        var digest = row.getString("applied_digest");
        Optional<AppliedObject> applied = digest == null
                ? Optional.empty()
                : Optional.of(new AppliedObject(
                        expected.ref(),
                        new Digest(digest),
                        row.getString("uid"),
                        row.getString("live_at"),
                        new Digest(row.getString("content"))));
        var same = expected.digest().hex().equals(row.getString("drift_digest"));
        return new Known(expected, applied, same ? Optional.of(finding(row, expected)) : Optional.empty());
    }

    static Finding finding(ResultSet row, Expected expected) throws SQLException {
        var uid = row.getString("live_uid");
        return new Finding(
                expected,
                Difference.valueOf(row.getString("state")),
                row.getBoolean("tolerated"),
                uid == null
                        ? Optional.empty()
                        : Optional.of(new Seen(
                                uid, row.getString("live_version"), new Digest(row.getString("live_content")))),
                Json.list(row.getString("fields"), DriftStore.TEXTS),
                Json.list(row.getString("excepted"), DriftStore.TEXTS),
                row.getString("diff"),
                row.getString("message"),
                new Author(
                        row.getString("manager"), row.getString("operation"), Rows.optionalInstant(row, "changed_at")),
                row.getInt("policy_version"));
    }

    /** What is stored of a cluster. */
    List<Finding> findings(ClusterId cluster) {
        return jdbc.sql("select * from drift_object where cluster_id = :cluster order by step, ref")
                .param("cluster", cluster.value())
                .query((row, number) -> finding(
                        row,
                        new Expected(
                                Refs.decode(row.getString("ref")),
                                new Digest(row.getString("digest")),
                                row.getInt("step"),
                                row.getString("component"))))
                .list();
    }

    /** The stored objects that differ in more than an autoscaler or the policy may change. */
    Set<ObjectRef> differing(ClusterId cluster) {
        return new HashSet<>(jdbc.sql("select ref from drift_object where cluster_id = :cluster and not tolerated")
                .param("cluster", cluster.value())
                .query((row, number) -> Refs.decode(row.getString("ref")))
                .list());
    }

    /** From now on exactly this differs. When an object began to differ is kept. */
    void replace(ClusterId cluster, Collection<Finding> findings, Instant now) {
        jdbc.sql("delete from drift_object where cluster_id = :cluster and not ref = any (:refs)")
                .param("cluster", cluster.value())
                .param(
                        "refs",
                        findings.stream()
                                .map(finding -> Refs.encode(finding.expected().ref()))
                                .toArray(String[]::new))
                .update();
        findings.forEach(finding -> put(cluster, finding, now));
    }

    private void put(ClusterId cluster, Finding finding, Instant now) {
        jdbc.sql(PUT)
                .param("cluster", cluster.value())
                .param("ref", Refs.encode(finding.expected().ref()))
                .param("state", finding.difference().name())
                .param("tolerated", finding.tolerated())
                .param("component", finding.expected().component())
                .param("step", finding.expected().step())
                .param("digest", finding.expected().digest().hex())
                .param("uid", finding.live().map(Seen::uid).orElse(null), java.sql.Types.VARCHAR)
                .param("version", finding.live().map(Seen::version).orElse(null), java.sql.Types.VARCHAR)
                .param(
                        "content",
                        finding.live().map(seen -> seen.content().hex()).orElse(null),
                        java.sql.Types.VARCHAR)
                .param("fields", Json.write(finding.fields()))
                .param("excepted", Json.write(finding.excepted()))
                .param("diff", clean(finding.diff()))
                .param("message", finding.message())
                .param("manager", finding.author().manager())
                .param("operation", finding.author().operation())
                .param(
                        "changed",
                        finding.author().time().map(Rows::time).orElse(null),
                        java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("policy", finding.policy())
                .param("now", Rows.time(now))
                .update();
    }

    /** PostgreSQL stores no NUL, which a cluster may well hold. */
    private static String clean(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
