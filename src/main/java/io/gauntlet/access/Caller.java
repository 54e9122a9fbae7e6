package io.gauntlet.access;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who makes a request: a signed-in person, or a program with an API token.
 *
 * @param name         name of the user, or {@code bootstrap} for the token of the configuration
 * @param userId       the user; null for the bootstrap token
 * @param role         what the caller may do; for a token the lower of its own role and its owner's
 * @param sessionEpoch the user's epoch at sign-in; a session of an older epoch has ended
 * @param token        the token, if one was used
 */
public record Caller(
        String name,
        @Nullable UUID userId,
        Role role,
        int sessionEpoch,
        @Nullable Token token) implements AuthenticatedPrincipal, Serializable {

    private static final long serialVersionUID = 1L;

    /** The token that a program showed. */
    public record Token(UUID id, String name, Scope scope) implements Serializable {

        private static final long serialVersionUID = 1L;
    }

    @Override
    public String getName() {
        return name;
    }

    public List<GrantedAuthority> authorities() {
        var authorities = new ArrayList<GrantedAuthority>();
        authorities.add(new SimpleGrantedAuthority(role.authority()));
        if (token != null && token.scope() == Scope.READ) {
            authorities.add(new SimpleGrantedAuthority(Scope.READ_ONLY_AUTHORITY));
        }
        return List.copyOf(authorities);
    }

    /** The caller of the current thread's request; none in background work. */
    public static Optional<Caller> current() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .flatMap(Caller::of);
    }

    /** The caller that {@code authentication} stands for. */
    public static Optional<Caller> of(@Nullable Authentication authentication) {
        return authentication != null && authentication.getPrincipal() instanceof Caller caller
                ? Optional.of(caller)
                : Optional.empty();
    }

    @Override
    public String toString() {
        return token == null ? name : name + " (token " + token.name() + ")";
    }
}
