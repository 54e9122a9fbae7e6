package io.gauntlet.access;

import io.gauntlet.kernel.DomainException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a caller may do. Each role may do everything that the ones before it may. */
public enum Role {
    /** Reads everything except secrets. */
    VIEWER,
    /** Changes configuration: rules, routing, buckets, stacks. */
    EDITOR,
    /** Adds clusters, keeps their credentials, pushes. */
    OPERATOR,
    /** Keeps users, tokens of others and settings. */
    ADMIN;

    /** The authority that Spring Security checks for. */
    public String authority() {
        return "ROLE_" + name();
    }

    /** Whether whoever has this role may do what {@code other} may. */
    public boolean covers(Role other) {
        return compareTo(other) >= 0;
    }

    public Role atMost(Role limit) {
        return covers(limit) ? limit : this;
    }

    /** Lower case, as people and the API write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads {@code text} in any case.
     *
     * @throws DomainException.Invalid for the field {@code role}
     */
    public static Role parse(String text) {
        for (var role : values()) {
            if (role.name().equalsIgnoreCase(text)) {
                return role;
            }
        }
        throw DomainException.Invalid.of(
                "role",
                "There is no such role.",
                "Use one of " + Arrays.stream(values()).map(Role::text).collect(Collectors.joining(", ")) + ".");
    }
}
