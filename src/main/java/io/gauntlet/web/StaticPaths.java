package io.gauntlet.web;

import jakarta.servlet.http.HttpServletRequest;

/** Files that everybody may load: they hold nothing of anybody. */
final class StaticPaths {

    static final String[] PATTERNS = {"/css/**", "/js/**", "/fonts/**", "/img/**", "/webjars/**", "/favicon.ico"};

    private StaticPaths() {}

    static boolean matches(HttpServletRequest request) {
        var path = ApiPaths.path(request);
        return path.startsWith("/css/")
                || path.startsWith("/js/")
                || path.startsWith("/fonts/")
                || path.startsWith("/img/")
                || path.startsWith("/webjars/");
    }
}
