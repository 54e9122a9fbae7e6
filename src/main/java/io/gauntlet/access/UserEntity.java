package io.gauntlet.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "app_user")
class UserEntity {

    @Id
    private UUID id;

    @Version
    private @Nullable Integer version;

    private String name;
    private String passwordHash;

    @Enumerated(EnumType.STRING)
    private Role role;

    private boolean enabled;
    private int sessionEpoch;

    @Column(updatable = false)
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected UserEntity() {}

    UserEntity(UUID id, String name, String passwordHash, Role role, Instant createdAt) {
        this.id = id;
        this.name = name;
        this.passwordHash = passwordHash;
        this.role = role;
        this.enabled = true;
        this.createdAt = createdAt;
    }

    /** Every change here ends the sign-ins made before it. */
    void change(Role newRole, boolean newEnabled) {
        if (role != newRole || enabled != newEnabled) {
            role = newRole;
            enabled = newEnabled;
            sessionEpoch++;
        }
    }

    void changePassword(String newHash) {
        passwordHash = newHash;
        sessionEpoch++;
    }

    boolean isActiveAdmin() {
        return enabled && role == Role.ADMIN;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    String passwordHash() {
        return passwordHash;
    }

    Role role() {
        return role;
    }

    boolean enabled() {
        return enabled;
    }

    int version() {
        return Objects.requireNonNullElse(version, 0);
    }

    User toUser() {
        return new User(id, name, role, enabled, version(), createdAt);
    }

    Caller toCaller() {
        return new Caller(name, id, role, sessionEpoch, null);
    }
}
