package io.gauntlet.access.web;

import io.gauntlet.access.RegisterUser;
import io.gauntlet.access.Role;
import io.gauntlet.kernel.Secret;
import org.jspecify.annotations.Nullable;

/** What an admin types to add a person. */
record UserForm(
        @Nullable String name,
        @Nullable String password,
        @Nullable String role) {

    RegisterUser toCommand() {
        return new RegisterUser(
                SettingsView.normal(name == null ? "" : name),
                Secret.of(password == null ? "" : password),
                Role.parse(role == null ? "" : role));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "UserForm[" + name + "]";
    }
}
