package io.gauntlet.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A credential of a program, without its value.
 *
 * @param expiresAt null only for the bootstrap token, which lives as long as it is configured
 */
public record ApiToken(
        UUID id,
        String owner,
        String name,
        Role role,
        Scope scope,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {}
