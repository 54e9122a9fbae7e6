package io.gauntlet.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A second wall behind the CSRF token: browsers say where a request comes from, and writes from another site or a sibling host
 * name are refused (a SameSite cookie is sent to siblings).
 */
final class CrossSiteFilter extends OncePerRequestFilter {

    private static final Set<String> OWN = Set.of("same-origin", "none");

    private final SecurityProblems problems;

    CrossSiteFilter(SecurityProblems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var site = request.getHeader("Sec-Fetch-Site");
        if (TokenFilter.writesWithoutToken(request) && site != null && !OWN.contains(site)) {
            problems.handle(request, response, new AccessDeniedException("The request comes from another site."));
            return;
        }
        chain.doFilter(request, response);
    }
}
