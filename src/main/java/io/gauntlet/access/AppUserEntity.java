package io.gauntlet.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "app_user")
class AppUserEntity {

    @Id
    private UUID id;

    @Column(updatable = false)
    private String name;

    private String passwordHash;

    @Enumerated(EnumType.STRING)
    private Role role;

    private boolean enabled;

    @Column(updatable = false)
    private Instant createdAt;

    @Version
    private @Nullable Integer version;

    @SuppressWarnings("NullAway.Init")
    protected AppUserEntity() {}

    AppUserEntity(UUID id, String name, String passwordHash, Role role, Instant now) {
        this.id = id;
        this.name = name;
        this.passwordHash = passwordHash;
        this.role = role;
        this.enabled = true;
        this.createdAt = now;
    }

    void changePassword(String hash) {
        passwordHash = hash;
    }

    void change(@Nullable Role newRole, @Nullable Boolean newEnabled) {
        role = newRole == null ? role : newRole;
        enabled = newEnabled == null ? enabled : newEnabled;
    }

    String passwordHash() {
        return passwordHash;
    }

    boolean activeAdmin() {
        return enabled && role == Role.ADMIN;
    }

    User toUser() {
        return new User(id, name, role, enabled, createdAt, version == null ? 0 : version);
    }
}
