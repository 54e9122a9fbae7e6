package io.gauntlet.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Command to make an API token.
 *
 * @param owner     name of the user who answers for it; null for the caller
 * @param expiresAt null for 90 days
 */
public record CreateToken(
        @Nullable String owner,
        String name,
        Role role,
        Scope scope,
        @Nullable Instant expiresAt) {}
