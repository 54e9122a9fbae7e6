package io.gauntlet.access.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gauntlet.access.ApiToken;
import io.gauntlet.access.NewToken;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A token as the API shows it; the value is there only in the answer to its creation. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TokenResponse(
        UUID id,
        String owner,
        String name,
        String role,
        String scope,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable String value) {

    static TokenResponse of(ApiToken token) {
        return of(token, null);
    }

    static TokenResponse of(NewToken created) {
        return of(created.token(), created.value().reveal());
    }

    private static TokenResponse of(ApiToken token, @Nullable String value) {
        return new TokenResponse(
                token.id(),
                token.owner(),
                token.name(),
                token.role().text(),
                token.scope().text(),
                token.createdAt(),
                token.expiresAt(),
                token.lastUsedAt(),
                value);
    }

    /** Nothing that may be secret: arguments are logged at TRACE. */
    @Override
    public String toString() {
        return "TokenResponse[" + id + ", " + name + "]";
    }
}
