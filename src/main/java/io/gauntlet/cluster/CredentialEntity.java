package io.gauntlet.cluster;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

@Entity
@Table(name = "cluster_credential")
class CredentialEntity implements Persistable<UUID> {

    @Id
    private UUID clusterId;

    private byte[] sealed;

    @SuppressWarnings("UnusedVariable") // what the table tells of a sealed value
    private String kind;

    @SuppressWarnings("UnusedVariable") // what the table tells of a sealed value
    private @Nullable Instant expiresAt;

    private Instant updatedAt;

    @Transient
    private boolean fresh;

    @SuppressWarnings("NullAway.Init")
    protected CredentialEntity() {}

    CredentialEntity(UUID clusterId, byte[] sealed, Credentials credentials, Instant now) {
        this.clusterId = clusterId;
        this.sealed = sealed;
        this.kind = kind(credentials);
        this.expiresAt = credentials.expiresAt().orElse(null);
        this.updatedAt = now;
        this.fresh = true;
    }

    void replace(byte[] newSealed, Credentials credentials, Instant now) {
        sealed = newSealed;
        kind = kind(credentials);
        expiresAt = credentials.expiresAt().orElse(null);
        updatedAt = now;
    }

    private static String kind(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Token token -> "TOKEN";
            case Credentials.ClientCertificate certificate -> "CLIENT_CERTIFICATE";
        };
    }

    Instant updatedAt() {
        return updatedAt;
    }

    byte[] sealed() {
        return sealed;
    }

    @Override
    public UUID getId() {
        return clusterId;
    }

    @Override
    public boolean isNew() {
        return fresh;
    }
}
