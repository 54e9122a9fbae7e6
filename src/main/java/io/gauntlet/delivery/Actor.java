package io.gauntlet.delivery;

import org.springframework.security.core.context.SecurityContextHolder;

/** Who is acting on this thread. */
final class Actor {

    private Actor() {}

    /** Name of the signed-in user or token; {@code system} where there is none. */
    static String name() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication == null ? "system" : authentication.getName();
    }
}
