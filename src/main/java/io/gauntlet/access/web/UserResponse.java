package io.gauntlet.access.web;

import io.gauntlet.access.User;
import java.time.Instant;
import java.util.UUID;

/** A user as the API shows them. */
record UserResponse(UUID id, String name, String role, boolean enabled, int version, Instant createdAt) {

    static UserResponse of(User user) {
        return new UserResponse(
                user.id(), user.name(), user.role().text(), user.enabled(), user.version(), user.createdAt());
    }
}
