package io.gauntlet.access.web;

import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** Body of a change to a user; without a password the present one stays. */
record UserChangeRequest(
        @NotNull String role,
        @NotNull Boolean enabled,
        @Nullable String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return "UserChangeRequest[" + role + ", " + enabled + "]";
    }
}
