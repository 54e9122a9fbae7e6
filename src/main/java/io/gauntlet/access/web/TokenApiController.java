package io.gauntlet.access.web;

import io.gauntlet.access.Caller;
import io.gauntlet.access.Role;
import io.gauntlet.access.Tokens;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Page;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API tokens. They never change, so they have no entity tag and are revoked without one. */
@RestController
@RequestMapping("/api/v1/tokens")
class TokenApiController {

    private final Tokens tokens;

    TokenApiController(Tokens tokens) {
        this.tokens = tokens;
    }

    /** The caller's own; everybody's for an admin who asks for {@code all}. */
    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    Page<TokenResponse> list(
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable UUID after) {
        var caller = caller();
        var page = all && caller.role() == Role.ADMIN
                ? tokens.listAll(after, Page.limit(limit))
                : tokens.listOwn(caller, after, Page.limit(limit));
        return page.map(TokenResponse::of);
    }

    @GetMapping("/{id}")
    @PreAuthorize("hasRole('VIEWER')")
    TokenResponse get(@PathVariable UUID id) {
        return tokens.find(caller(), id)
                .map(TokenResponse::of)
                .orElseThrow(() -> new DomainException.NotFound("token", id));
    }

    @PostMapping
    @PreAuthorize("hasRole('VIEWER')")
    ResponseEntity<TokenResponse> create(@Valid @RequestBody TokenRequest request) {
        var created = tokens.create(caller(), request.toCommand());
        return ResponseEntity.created(
                        URI.create("/api/v1/tokens/" + created.token().id()))
                .body(TokenResponse.of(created));
    }

    @DeleteMapping("/{id}")
    @PreAuthorize("hasRole('VIEWER')")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable UUID id) {
        tokens.revoke(caller(), id);
    }

    private static Caller caller() {
        return Caller.current().orElseThrow(() -> new AccessDeniedException("no caller"));
    }
}
