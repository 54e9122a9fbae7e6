package io.gauntlet.access;

import io.gauntlet.kernel.AuditableEvent;
import java.util.Map;

/** Something that happened to a user, a token or a sign-in. */
record AccessEvent(String action, String subjectType, String subject, Map<String, String> details)
        implements AuditableEvent {

    static AccessEvent user(String action, User user) {
        return new AccessEvent(
                "user." + action,
                "user",
                user.name(),
                Map.of("role", user.role().text(), "enabled", Boolean.toString(user.enabled())));
    }

    static AccessEvent token(String action, ApiToken token) {
        return new AccessEvent(
                "token." + action,
                "token",
                token.id().toString(),
                Map.of(
                        "owner", token.owner(),
                        "name", token.name(),
                        "role", token.role().text(),
                        "scope", token.scope().text()));
    }
}
