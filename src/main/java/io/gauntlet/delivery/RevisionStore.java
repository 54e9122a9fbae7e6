package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.Recent;
import io.gauntlet.proof.Expectation;
import io.gauntlet.rendering.Manifest;
import io.gauntlet.rendering.ManifestSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The stored objects of revisions, and what follows from them. */
class RevisionStore {

    private static final int KEPT = 256;

    private final JdbcClient jdbc;
    private final BlobStore blobs;
    private final Map<UUID, Expectation> expectations = Recent.map(KEPT);

    RevisionStore(JdbcClient jdbc, BlobStore blobs) {
        this.jdbc = jdbc;
        this.blobs = blobs;
    }

    /** What the replicas of a revision have to show; a revision never changes, so it is computed once while it is in use. */
    Expectation cached(UUID revision, Function<Collection<byte[]>, Expectation> compute) {
        var known = expectations.get(revision);
        if (known == null) {
            known = compute.apply(objects(revision));
            expectations.put(revision, known);
        }
        return known;
    }

    /** Canonical JSON of every object. */
    private Collection<byte[]> objects(UUID revision) {
        List<Digest> digests = jdbc.sql("select digest from revision_object where revision_id = :id order by position")
                .param("id", revision)
                .query((row, number) -> new Digest(row.getString("digest")))
                .list();
        return blobs.get(digests).values();
    }

    /** A revision as it can be planned again. */
    record Stored(ManifestSet set, int number, long generation) {}

    Stored stored(UUID revision) {
        var head = jdbc.sql("select number, generation from revision where id = :id")
                .param("id", revision)
                .query((row, number) -> Map.entry(row.getInt("number"), row.getLong("generation")))
                .single();
        var rows = jdbc.sql(
                        "select ref, digest, step, component from revision_object where revision_id = :id order by position")
                .param("id", revision)
                .query((row, number) -> new ObjectRow(
                        Refs.decode(row.getString("ref")),
                        new Digest(row.getString("digest")),
                        row.getInt("step"),
                        row.getString("component")))
                .list();
        var bytes = blobs.get(rows.stream().map(ObjectRow::digest).distinct().toList());
        var text = new StringBuilder();
        var manifests = new ArrayList<Manifest>();
        for (var row : rows) {
            var json = bytes.get(row.digest());
            if (json == null) {
                throw new IllegalStateException("the bytes of " + row.ref() + " are not stored");
            }
            manifests.add(new Manifest(row.ref(), Refs.phase(row.step()), row.component(), json, Digest.of(json)));
            text.append(row.digest());
        }
        return new Stored(
                new ManifestSet(manifests, List.of(), Digest.of(text.toString())), head.getKey(), head.getValue());
    }

    private record ObjectRow(ObjectRef ref, Digest digest, int step, String component) {}

    /** Whether an earlier revision of the cluster was applied. */
    boolean anyBefore(ClusterId cluster, UUID revision) {
        return jdbc.sql("""
                select 1 from delivery where cluster_id = :cluster and applied_revision is not null
                    and applied_revision <> :revision""")
                .param("cluster", cluster.value())
                .param("revision", revision)
                .query(Integer.class)
                .optional()
                .isPresent();
    }
}
