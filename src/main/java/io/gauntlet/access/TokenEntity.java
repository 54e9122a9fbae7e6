package io.gauntlet.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A token never changes, except for when it was last used, which is written beside this mapping. */
@Entity
@Table(name = "api_token")
class TokenEntity implements Persistable<UUID> {

    @Id
    private UUID id;

    @ManyToOne
    @JoinColumn(name = "owner_id")
    private @Nullable UserEntity owner;

    private String name;
    private byte[] hash;

    @Enumerated(EnumType.STRING)
    private Role role;

    private String scope;
    private Instant createdAt;
    private @Nullable Instant expiresAt;

    @Column(insertable = false, updatable = false)
    private @Nullable Instant lastUsedAt;

    @Transient
    private boolean stored;

    @SuppressWarnings("NullAway.Init")
    protected TokenEntity() {}

    TokenEntity(UUID id, @Nullable UserEntity owner, byte[] hash, CreateToken command, Instant createdAt) {
        this.id = id;
        this.owner = owner;
        this.name = command.name();
        this.hash = hash;
        this.role = command.role();
        this.scope = command.scope().text();
        this.createdAt = createdAt;
        this.expiresAt = command.expiresAt();
    }

    @PostLoad
    @PostPersist
    void markStored() {
        stored = true;
    }

    @Override
    public UUID getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return !stored;
    }

    byte[] hash() {
        return hash;
    }

    boolean isUsable(Instant now) {
        return (owner == null || owner.enabled()) && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** Last use is written at most once a minute. */
    boolean isUseWorthNoting(Instant now) {
        return lastUsedAt == null || lastUsedAt.isBefore(now.minusSeconds(60));
    }

    boolean belongsTo(@Nullable UUID userId) {
        return owner != null && owner.id().equals(userId);
    }

    Caller toCaller() {
        var token = new Caller.Token(id, name, Scope.parse(scope));
        return owner == null
                ? new Caller(Tokens.BOOTSTRAP, null, role, 0, token)
                : new Caller(owner.name(), owner.id(), role.atMost(owner.role()), 0, token);
    }

    ApiToken toToken() {
        var ownerName = owner == null ? Tokens.BOOTSTRAP : owner.name();
        return new ApiToken(id, ownerName, name, role, Scope.parse(scope), createdAt, expiresAt, lastUsedAt);
    }
}
