package io.gauntlet.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

/** Which requests are made by programs and get problem details instead of pages. */
final class ApiPaths {

    static final String[] PATTERNS = {"/api/**", "/v3/api-docs", "/v3/api-docs/**", "/v3/api-docs.yaml", "/actuator/**"
    };

    private ApiPaths() {}

    static boolean isApi(HttpServletRequest request) {
        var path = path(request);
        return path.startsWith("/api/") || path.startsWith("/actuator/") || path.startsWith("/v3/api-docs");
    }

    /** The path that the caller asked for, also while an error is being shown. */
    static String path(HttpServletRequest request) {
        var uri = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String original
                ? original
                : request.getRequestURI();
        return uri.startsWith(request.getContextPath())
                ? uri.substring(request.getContextPath().length())
                : uri;
    }
}
