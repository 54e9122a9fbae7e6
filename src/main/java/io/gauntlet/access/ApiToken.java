package io.gauntlet.access;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** An API token without its value. */
public record ApiToken(
        UUID id,
        String name,
        String owner,
        Role role,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt) {

    public boolean usableAt(Instant now) {
        return revokedAt.isEmpty() && expiresAt.map(now::isBefore).orElse(true);
    }
}
