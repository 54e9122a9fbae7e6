package io.gauntlet.bucket;

import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.Secret;
import io.gauntlet.vault.Vault;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Seals and opens the secret settings of buckets; called inside the transactions of {@link BucketStore}. */
@Component
class BucketSecrets {

    private final BucketSecretRepository rows;
    private final Vault vault;
    private final Ids ids;

    BucketSecrets(BucketSecretRepository rows, Vault vault, Ids ids) {
        this.rows = rows;
        this.vault = vault;
        this.ids = ids;
    }

    /** An empty field of a form is no secret. */
    static Map<String, Secret> present(Map<String, Secret> secrets) {
        var result = new TreeMap<>(secrets);
        result.values().removeIf(Secret::isBlank);
        return result;
    }

    void store(UUID bucket, Map<String, Secret> secrets) {
        secrets.forEach((key, secret) -> {
            var id = ids.next();
            var sealed = vault.seal(secret, BucketSecretEntity.place(id));
            rows.save(new BucketSecretEntity(id, bucket, key, sealed, secret.hint()));
        });
        rows.flush();
    }

    /** Afterwards exactly the secrets of {@code kept} are stored, with the given values where there are some. */
    void replace(UUID bucket, Map<String, Secret> given, Set<String> kept) {
        for (var row : rows.findByBucketIdIn(List.of(bucket))) {
            if (!kept.contains(row.key()) || given.containsKey(row.key())) {
                rows.delete(row);
            }
        }
        rows.flush();
        store(bucket, present(given));
    }

    Map<String, String> hints(UUID bucket) {
        return hints(List.of(bucket)).getOrDefault(bucket, Map.of());
    }

    Map<UUID, Map<String, String>> hints(Collection<UUID> buckets) {
        var result = new HashMap<UUID, Map<String, String>>();
        for (var row : rows.findByBucketIdIn(buckets)) {
            result.computeIfAbsent(row.bucketId(), id -> new TreeMap<>()).put(row.key(), row.hint());
        }
        return result;
    }

    Map<String, Secret> open(UUID bucket) {
        var result = new TreeMap<String, Secret>();
        for (var row : rows.findByBucketIdIn(List.of(bucket))) {
            result.put(row.key(), vault.open(row.sealed(), BucketSecretEntity.place(row.id())));
        }
        return result;
    }
}
