package io.gauntlet.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses writes that a page of another site made a browser send, a sibling host name included. Goes by what browsers say of
 * themselves; programs say nothing and are let through to their token.
 */
final class SameOriginFilter extends OncePerRequestFilter {

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private final ProblemWriter problems;

    SameOriginFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    static boolean isSafe(HttpServletRequest request) {
        return SAFE_METHODS.contains(request.getMethod());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isSafe(request) || isOwn(request)) {
            chain.doFilter(request, response);
        } else {
            problems.write(
                    Failure.of(ProblemType.FORBIDDEN, "A page of another site made this request."), request, response);
        }
    }

    private static boolean isOwn(HttpServletRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return OWN.contains(site);
        }
        // Browsers send the other header only to https and localhost.
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin == null || authority(origin).equalsIgnoreCase(ownAuthority(request));
    }

    private static String ownAuthority(HttpServletRequest request) {
        var port = request.getServerPort();
        var standard = port <= 0 || port == ("https".equals(request.getScheme()) ? 443 : 80);
        return standard ? request.getServerName() : request.getServerName() + ":" + port;
    }

    private static String authority(String origin) {
        try {
            var uri = URI.create(origin);
            if (uri.getHost() == null) {
                return "";
            }
            var standard = uri.getPort() < 0 || uri.getPort() == ("https".equals(uri.getScheme()) ? 443 : 80);
            return standard ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        } catch (IllegalArgumentException notAnOrigin) {
            return "";
        }
    }
}
