package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.ObjectRef;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was last seen in effect of each object. Callers hold the transaction. */
class AppliedStore {

    private final JdbcClient jdbc;

    AppliedStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<ObjectRef, AppliedObject> of(ClusterId cluster) {
        var result = new HashMap<ObjectRef, AppliedObject>();
        jdbc.sql("select ref, digest, uid, version, content from applied_object where cluster_id = :cluster")
                .param("cluster", cluster.value())
                .query((row, number) -> {
                    var ref = Refs.decode(row.getString("ref"));
                    return result.put(
                            ref,
                            new AppliedObject(
                                    ref,
                                    new Digest(row.getString("digest")),
                                    row.getString("uid"),
                                    row.getString("version"),
                                    new Digest(row.getString("content"))));
                })
                .list();
        return result;
    }

    void put(ClusterId cluster, Collection<AppliedObject> objects, Instant now) {
        if (objects.isEmpty()) {
            return;
        }
        var rows = objects.stream()
                .map(object -> Map.of(
                        "ref", Refs.encode(object.ref()),
                        "digest", object.digest().hex(),
                        "uid", object.uid(),
                        "version", object.version(),
                        "content", object.content().hex()))
                .toList();
        jdbc.sql("""
                insert into applied_object (cluster_id, ref, digest, uid, version, content, seen_at)
                select :cluster, r.ref, r.digest, r.uid, r.version, r.content, :now
                from jsonb_to_recordset(cast(:rows as jsonb))
                    as r(ref text, digest text, uid text, version text, content text)
                on conflict (cluster_id, ref) do update set digest = excluded.digest, uid = excluded.uid,
                    version = excluded.version, content = excluded.content, seen_at = excluded.seen_at""")
                .param("cluster", cluster.value())
                .param("rows", Json.write(rows))
                .param("now", Rows.time(now))
                .update();
    }

    void remove(ClusterId cluster, Collection<ObjectRef> refs) {
        if (!refs.isEmpty()) {
            jdbc.sql("delete from applied_object where cluster_id = :cluster and ref = any (:refs)")
                    .param("cluster", cluster.value())
                    .param("refs", refs.stream().map(Refs::encode).toArray(String[]::new))
                    .update();
        }
    }
}
