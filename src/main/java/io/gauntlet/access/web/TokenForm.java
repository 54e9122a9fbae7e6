package io.gauntlet.access.web;

import io.gauntlet.access.CreateToken;
import io.gauntlet.access.Role;
import io.gauntlet.access.Scope;
import io.gauntlet.kernel.DomainException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a person types to make a token. */
record TokenForm(
        @Nullable String name,
        @Nullable String role,
        @Nullable String scope,
        @Nullable Integer days) {

    private static final int MOST_DAYS = 366;

    CreateToken toCommand(Clock clock) {
        if (days == null || days < 1 || days > MOST_DAYS) {
            throw DomainException.Invalid.of(
                    "days", "The number of days is out of range.", "Choose 1 to " + MOST_DAYS + " days.");
        }
        return new CreateToken(
                null,
                name == null ? "" : name,
                Role.parse(role == null ? "" : role),
                Scope.parse(scope == null ? "" : scope),
                clock.instant().plus(Duration.ofDays(days)));
    }
}
