package io.gauntlet.access;

/** What somebody may do; each role may do everything of the ones before it. */
public enum Role {
    /** Read everything that is not secret. */
    VIEWER,
    /** Change rules, routing, buckets and stacks. */
    EDITOR,
    /** Add clusters, renew credentials, push. */
    OPERATOR,
    /** Manage users and tokens of others. */
    ADMIN;

    /** Name of the Spring Security authority. */
    public String authority() {
        return "ROLE_" + name();
    }

    public boolean covers(Role other) {
        return ordinal() >= other.ordinal();
    }
}
