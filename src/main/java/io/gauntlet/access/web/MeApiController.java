package io.gauntlet.access.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gauntlet.access.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says who the caller is and what they may do. */
@RestController
class MeApiController {

    /** The caller. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MeResponse(String name, String role, @Nullable MeToken token) {}

    /** The caller's token. */
    record MeToken(UUID id, String name, String scope) {}

    @GetMapping("/api/v1/me")
    @PreAuthorize("hasRole('VIEWER')")
    MeResponse me() {
        var caller = Caller.current().orElseThrow(() -> new AccessDeniedException("no caller"));
        var token = caller.token();
        return new MeResponse(
                caller.name(),
                caller.role().text(),
                token == null
                        ? null
                        : new MeToken(token.id(), token.name(), token.scope().text()));
    }
}
