package io.gauntlet.access.web;

import io.gauntlet.access.ChangeUser;
import io.gauntlet.access.Role;
import io.gauntlet.kernel.Secret;
import org.jspecify.annotations.Nullable;

/** What an admin types to change a person. */
record UserChangeForm(
        @Nullable String role,
        @Nullable String password,
        @Nullable Integer version,
        @Nullable Boolean enabled) {

    ChangeUser toCommand(String name) {
        return new ChangeUser(
                name,
                version == null ? -1 : version,
                Role.parse(role == null ? "" : role),
                Boolean.TRUE.equals(enabled),
                password == null || password.isEmpty() ? null : Secret.of(password));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "UserChangeForm[" + role + ", " + enabled + "]";
    }
}
