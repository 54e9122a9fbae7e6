package io.gauntlet.web;

import io.gauntlet.access.Caller;
import io.gauntlet.access.SignIns;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends the session of a user who was disabled, got another role or password, or was removed: with the next request. Tokens
 * are looked up with every request anyway.
 */
final class SessionFreshnessFilter extends OncePerRequestFilter {

    private final SignIns signIns;

    SessionFreshnessFilter(SignIns signIns) {
        this.signIns = signIns;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!StaticPaths.matches(request)) {
            Caller.current()
                    .filter(caller -> caller.token() == null && !signIns.isStillValid(caller))
                    .ifPresent(ended -> {
                        SecurityContextHolder.clearContext();
                        var session = request.getSession(false);
                        if (session != null) {
                            session.invalidate();
                        }
                    });
        }
        chain.doFilter(request, response);
    }
}
