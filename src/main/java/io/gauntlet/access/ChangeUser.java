package io.gauntlet.access;

import io.gauntlet.kernel.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Command to change a person.
 *
 * @param expectedVersion the version that the change is based on
 * @param password        a new one; null keeps the present one
 */
public record ChangeUser(
        String name,
        int expectedVersion,
        Role role,
        boolean enabled,
        @Nullable Secret password) {}
