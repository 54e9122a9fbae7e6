package io.gauntlet.delivery;

import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.Secret;
import io.gauntlet.rendering.Manifest;
import io.gauntlet.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Manifest bytes by content address, shared by all clusters and revisions; Secret objects are sealed. */
class BlobStore {

    private final JdbcClient jdbc;
    private final NamedParameterJdbcOperations batch;
    private final Vault vault;
    private final Fingerprints fingerprints;
    private final Ids ids;

    BlobStore(JdbcClient jdbc, NamedParameterJdbcOperations batch, Vault vault, Fingerprints fingerprints, Ids ids) {
        this.jdbc = jdbc;
        this.batch = batch;
        this.vault = vault;
        this.fingerprints = fingerprints;
        this.ids = ids;
    }

    /** Stores what is not stored yet. */
    void put(Collection<Manifest> manifests) {
        var missing = new LinkedHashMap<Digest, Manifest>();
        manifests.forEach(manifest -> missing.put(fingerprints.of(manifest), manifest));
        missing.keySet().removeAll(known(missing.keySet()));
        if (missing.isEmpty()) {
            return;
        }
        // Sorted, because two transactions that insert the same rows in different order would block each other.
        var rows = missing.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(java.util.Comparator.comparing(Digest::hex)))
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toArray(MapSqlParameterSource[]::new);
        batch.batchUpdate(
                "insert into blob (digest, id, sealed, content) values (:digest, :id, :sealed, :content) on conflict do nothing",
                rows);
    }

    /** The bytes for each of the digests. */
    Map<Digest, byte[]> get(Collection<Digest> digests) {
        var result = new HashMap<Digest, byte[]>();
        jdbc.sql("select digest, id, sealed, content from blob where digest = any (:digests)")
                .param("digests", hex(digests))
                .query((row, number) -> {
                    var content = row.getBytes("content");
                    var bytes = row.getBoolean("sealed")
                            ? vault.open(content, place(Rows.uuid(row, "id")))
                                    .reveal()
                                    .getBytes(StandardCharsets.UTF_8)
                            : content;
                    return result.put(new Digest(row.getString("digest")), bytes);
                })
                .list();
        return result;
    }

    /** The bytes of one object, which have to be there. */
    byte[] get(Digest digest, ObjectRef of) {
        var json = get(List.of(digest)).get(digest);
        if (json == null) {
            throw new IllegalStateException("the bytes of " + of + " are not stored");
        }
        return json;
    }

    private Set<Digest> known(Set<Digest> digests) {
        return new HashSet<>(jdbc.sql("select digest from blob where digest = any (:digests)")
                .param("digests", hex(digests))
                .query((row, number) -> new Digest(row.getString("digest")))
                .list());
    }

    private MapSqlParameterSource row(Digest digest, Manifest manifest) {
        var id = ids.next();
        var content = manifest.secret()
                ? vault.seal(Secret.of(new String(manifest.json(), StandardCharsets.UTF_8)), place(id))
                : manifest.json();
        return new MapSqlParameterSource()
                .addValue("digest", digest.hex())
                .addValue("id", id)
                .addValue("sealed", manifest.secret())
                .addValue("content", content);
    }

    private static String[] hex(Collection<Digest> digests) {
        return digests.stream().map(Digest::hex).toArray(String[]::new);
    }

    private static Vault.Place place(UUID id) {
        return new Vault.Place("blob", "content", id);
    }
}
