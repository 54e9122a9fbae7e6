package io.gauntlet.delivery;

import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.Secret;
import io.gauntlet.rendering.Manifest;
import io.gauntlet.rendering.ManifestSet;
import io.gauntlet.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keyed fingerprints of secret values. They tell equal from different and nothing else: without the key, which only the vault
 * opens, a short secret cannot be found by trying. The key is made once per database.
 */
class Fingerprints {

    private static final String ALGORITHM = "HmacSHA256";

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Ids ids;
    private volatile @Nullable SecretKeySpec key;

    Fingerprints(JdbcClient jdbc, Vault vault, Ids ids) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.ids = ids;
    }

    Digest keyed(String value) {
        return keyed(value.getBytes(StandardCharsets.UTF_8));
    }

    Digest keyed(byte[] value) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key());
            return new Digest(HexFormat.of().formatHex(mac.doFinal(value)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }

    /** The content address of a manifest. */
    Digest of(Manifest manifest) {
        return manifest.secret() ? keyed(manifest.json()) : manifest.digest();
    }

    /** One digest for a whole set. */
    Digest of(ManifestSet set) {
        var text = new StringBuilder();
        for (var manifest : set.manifests()) {
            text.append(Refs.encode(manifest.ref()))
                    .append(' ')
                    .append(of(manifest))
                    .append('\n');
        }
        return Digest.of(text.toString());
    }

    private SecretKeySpec key() {
        var known = key;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            var opened = stored();
            key = opened;
            return opened;
        }
    }

    private SecretKeySpec stored() {
        if (jdbc.sql("select count(*) from delivery_key").query(Integer.class).single() == 0) {
            var random = new byte[32];
            new SecureRandom().nextBytes(random);
            var id = ids.next();
            var sealed = vault.seal(Secret.of(HexFormat.of().formatHex(random)), place(id));
            jdbc.sql("insert into delivery_key (id, sealed) values (:id, :sealed) on conflict do nothing")
                    .param("id", id)
                    .param("sealed", sealed)
                    .update();
        }
        // Another process may have been first, so what counts is what is stored.
        return jdbc.sql("select id, sealed from delivery_key")
                .query((row, number) -> vault.open(row.getBytes("sealed"), place(row.getObject("id", UUID.class))))
                .optional()
                .map(secret -> new SecretKeySpec(HexFormat.of().parseHex(secret.reveal()), ALGORITHM))
                .orElseThrow(() -> new IllegalStateException("the fingerprint key was not stored"));
    }

    private static Vault.Place place(UUID id) {
        return new Vault.Place("delivery_key", "sealed", id);
    }
}
