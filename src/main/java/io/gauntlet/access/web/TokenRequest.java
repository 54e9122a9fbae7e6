package io.gauntlet.access.web;

import io.gauntlet.access.CreateToken;
import io.gauntlet.access.Role;
import io.gauntlet.access.Scope;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Body of a request for a token. */
record TokenRequest(
        @NotBlank String name,
        @NotNull String role,
        @NotNull String scope,
        @Nullable Instant expiresAt,
        @Nullable String owner) {

    CreateToken toCommand() {
        return new CreateToken(owner, name, Role.parse(role), Scope.parse(scope), expiresAt);
    }
}
