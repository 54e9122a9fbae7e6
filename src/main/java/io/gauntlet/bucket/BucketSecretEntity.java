package io.gauntlet.bucket;

import io.gauntlet.vault.Vault;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One sealed setting of a bucket. */
@Entity
@Table(name = "bucket_secret")
class BucketSecretEntity {

    @Id
    private UUID id;

    @Column(name = "bucket_id")
    private UUID bucketId;

    private String key;
    private byte[] sealed;
    private String hint;

    @Version
    private @Nullable Integer version;

    @SuppressWarnings("NullAway.Init")
    protected BucketSecretEntity() {}

    BucketSecretEntity(UUID id, UUID bucketId, String key, byte[] sealed, String hint) {
        this.id = id;
        this.bucketId = bucketId;
        this.key = key;
        this.sealed = sealed.clone();
        this.hint = hint;
    }

    static Vault.Place place(UUID id) {
        return new Vault.Place("bucket_secret", "sealed", id);
    }

    UUID id() {
        return id;
    }

    UUID bucketId() {
        return bucketId;
    }

    String key() {
        return key;
    }

    byte[] sealed() {
        return sealed.clone();
    }

    String hint() {
        return hint;
    }
}
