package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.Revisions.Revision;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the history of clusters. */
class RevisionQueries {

    private static final String REVISION = """
            select v.*, (select count(*) from revision_object o where o.revision_id = v.id) as objects,
                (select min(cast(t.rollout_id as text)) from rollout_target t where t.revision_id = v.id) as rollout,
                coalesce(d.applied_revision = v.id, false) as applied
            from revision v left join delivery d on d.cluster_id = v.cluster_id where v.cluster_id = :cluster""";

    private final JdbcClient jdbc;

    RevisionQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Page<Revision> page(ClusterId cluster, @Nullable String after, int limit) {
        var rows = jdbc.sql(REVISION + " and v.number < :before order by v.number desc limit :limit")
                .param("cluster", cluster.value())
                .param("before", before(after))
                .param("limit", limit + 1)
                .query((row, number) -> revision(row))
                .list();
        return Page.cut(rows, limit, revision -> Integer.toString(revision.number()));
    }

    Revision get(ClusterId cluster, int number) {
        return jdbc.sql(REVISION + " and v.number = :number")
                .param("cluster", cluster.value())
                .param("number", number)
                .query((row, index) -> revision(row))
                .optional()
                .orElseThrow(() -> new DomainException.NotFound("revision", number));
    }

    UUID id(ClusterId cluster, int number) {
        return jdbc.sql("select id from revision where cluster_id = :cluster and number = :number")
                .param("cluster", cluster.value())
                .param("number", number)
                .query((row, index) -> Rows.uuid(row, "id"))
                .optional()
                .orElseThrow(() -> new DomainException.NotFound("revision", number));
    }

    /** The revision that each cluster had before a rollout changed something in it. */
    Map<ClusterId, UUID> before(RolloutId rollout) {
        var result = new HashMap<ClusterId, UUID>();
        jdbc.sql("""
                select t.cluster_id, earlier.id from rollout_target t join revision v on v.id = t.revision_id
                join rollout r on r.id = t.rollout_id and r.kind = 'PUSH'
                cross join lateral (
                    select p.id from revision p where p.cluster_id = t.cluster_id and p.number < v.number and exists (
                        select 1 from rollout_target o where o.revision_id = p.id and o.applied_at is not null
                            or o.revision_id = p.id and o.status = 'SUCCEEDED')
                    order by p.number desc limit 1) earlier
                where t.rollout_id = :id and exists (
                    select 1 from rollout_object o where o.target_id = t.id and o.outcome in ('APPLIED', 'DELETED'))""")
                .param("id", rollout.value())
                .query((row, number) -> result.put(new ClusterId(Rows.uuid(row, "cluster_id")), Rows.uuid(row, "id")))
                .list();
        return result;
    }

    private static Revision revision(ResultSet row) throws SQLException {
        return new Revision(
                row.getInt("number"),
                row.getString("digest"),
                row.getLong("generation"),
                row.getInt("objects"),
                row.getString("author"),
                row.getString("reason"),
                Rows.instant(row, "created_at"),
                Optional.ofNullable(row.getObject("restores", Integer.class)),
                Rows.optionalText(row, "rollout").map(UUID::fromString).map(RolloutId::new),
                row.getBoolean("applied"),
                new Plan.Contents(Rows.numbers(row, "holds"), Rows.numbers(row, "left_out")));
    }

    private static int before(@Nullable String after) {
        if (after == null) {
            return Integer.MAX_VALUE;
        }
        if (!after.matches("\\d{1,9}")) {
            throw DomainException.Invalid.of(
                    "after", "The cursor is not one of ours.", "Send the 'next' value of the last page unchanged.");
        }
        return Integer.parseInt(after);
    }
}
