package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.Page;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which changes wait where. A change waits in a cluster until a push brings the generation that it raised the cluster to, and
 * longer where that push left it out. Callers hold the transaction.
 */
class PendingStore {

    /** The numbers that wait in the clusters of the table {@code d}. */
    private static final String WAITING = """
            (select c.number from cluster_change c
                where c.cluster_id = d.cluster_id and c.generation > d.applied_generation
            union select c.number from cluster_change c
                where c.cluster_id = d.cluster_id and c.number = any (d.left_out))""";

    /** What a plan that leaves out {@code :left} holds in the cluster of {@code plan_cluster p}. */
    static final String HELD = """
            array(select w.number from delivery d
                cross join lateral %s w join cluster_change c on c.cluster_id = d.cluster_id and c.number = w.number
                where d.cluster_id = p.cluster_id and c.generation <= p.generation and not w.number = any (cast(:left as bigint[]))
                order by w.number)""".formatted(WAITING);

    private final JdbcClient jdbc;

    PendingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Changes that raised these clusters to the generation that they have now. */
    void add(Set<ClusterId> clusters, List<Long> numbers) {
        if (numbers.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into cluster_change (cluster_id, number, generation)
                select d.cluster_id, n, d.desired_generation
                from delivery d cross join unnest(cast(:numbers as bigint[])) as n
                where d.cluster_id = any (cast(:ids as uuid[]))""")
                .param("numbers", Rows.numbers(numbers))
                .param("ids", ids(clusters))
                .update();
    }

    /** Numbers of the changes that wait in each of the clusters, oldest first. */
    Map<ClusterId, List<Long>> of(Collection<ClusterId> clusters) {
        var result = new HashMap<ClusterId, List<Long>>();
        clusters.forEach(cluster -> result.put(cluster, new ArrayList<>()));
        jdbc.sql("select d.cluster_id, w.number from delivery d cross join lateral " + WAITING
                        + " w where d.cluster_id = any (cast(:ids as uuid[])) order by w.number")
                .param("ids", ids(clusters))
                .query((row, index) -> result.computeIfAbsent(
                                new ClusterId(Rows.uuid(row, "cluster_id")), key -> new ArrayList<>())
                        .add(row.getLong("number")))
                .list();
        return result;
    }

    /** A page of what waits in a cluster, newest first. */
    Page<Long> page(ClusterId cluster, @Nullable String after, int limit) {
        var rows = jdbc.sql("select w.number from delivery d cross join lateral " + WAITING
                        + " w where d.cluster_id = :cluster and w.number < :before order by w.number desc limit :limit")
                .param("cluster", cluster.value())
                .param("before", Rows.cursor(after))
                .param("limit", limit + 1)
                .query((row, index) -> row.getLong("number"))
                .list();
        return Page.cut(rows, limit, String::valueOf);
    }

    /** A page of everything that waits somewhere, newest first. */
    Page<Long> page(@Nullable String after, int limit) {
        var rows = jdbc.sql("select distinct w.number from delivery d cross join lateral " + WAITING + """
                 w where (d.desired_generation > d.applied_generation or d.left_out <> '{}') and w.number < :before
                order by w.number desc limit :limit""")
                .param("before", Rows.cursor(after))
                .param("limit", limit + 1)
                .query((row, index) -> row.getLong("number"))
                .list();
        return Page.cut(rows, limit, String::valueOf);
    }

    /** The clusters that each change touched, and whether it waits there. */
    Map<Long, Map<ClusterId, Boolean>> touched(Collection<Long> numbers) {
        var result = new HashMap<Long, Map<ClusterId, Boolean>>();
        jdbc.sql("""
                select c.number, c.cluster_id, c.generation > d.applied_generation or c.number = any (d.left_out) as waits
                from cluster_change c join delivery d on d.cluster_id = c.cluster_id
                where c.number = any (cast(:numbers as bigint[]))""")
                .param("numbers", Rows.numbers(numbers))
                .query((row, index) -> result.computeIfAbsent(row.getLong("number"), key -> new HashMap<>())
                        .put(new ClusterId(Rows.uuid(row, "cluster_id")), row.getBoolean("waits")))
                .list();
        return result;
    }

    private static String[] ids(Collection<ClusterId> clusters) {
        return Rows.array(clusters.stream().map(ClusterId::value).toList());
    }
}
