package io.gauntlet.access.web;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

/** Body of a request for a new user. */
record UserRequest(
        @NotBlank String name,
        @NotNull String password,
        @NotNull String role) {

    /** Without the password. */
    @Override
    public String toString() {
        return "UserRequest[" + name + "]";
    }
}
