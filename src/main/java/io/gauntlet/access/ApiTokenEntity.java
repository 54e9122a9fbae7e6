package io.gauntlet.access;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

@Entity
@Table(name = "api_token")
class ApiTokenEntity implements Persistable<UUID> {

    @Id
    private UUID id;

    private String name;

    private String owner;

    private String hash;

    @Enumerated(EnumType.STRING)
    private Role role;

    private Instant createdAt;

    private @Nullable Instant expiresAt;

    private @Nullable Instant revokedAt;

    @Transient
    private boolean fresh;

    @SuppressWarnings("NullAway.Init")
    protected ApiTokenEntity() {}

    ApiTokenEntity(ApiToken token, String hash) {
        this.id = token.id();
        this.name = token.name();
        this.owner = token.owner();
        this.hash = hash;
        this.role = token.role();
        this.createdAt = token.createdAt();
        this.expiresAt = token.expiresAt().orElse(null);
        this.fresh = true;
    }

    void revoke(Instant now) {
        revokedAt = revokedAt == null ? now : revokedAt;
    }

    @Override
    public UUID getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return fresh;
    }

    ApiToken toToken() {
        return new ApiToken(
                id, name, owner, role, createdAt, Optional.ofNullable(expiresAt), Optional.ofNullable(revokedAt));
    }
}
