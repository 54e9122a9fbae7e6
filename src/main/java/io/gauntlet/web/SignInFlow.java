package io.gauntlet.web;

import io.gauntlet.access.SignInThrottled;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/**
 * Leads a person to the sign-in page and back to where they wanted to go. Keeps that place in the address rather than in a
 * session, so that strangers cannot fill the memory with sessions.
 */
@Component
class SignInFlow implements AuthenticationEntryPoint, AuthenticationSuccessHandler, AuthenticationFailureHandler {

    static final String PAGE = "/sign-in";
    static final String AGAIN = "/sign-in/again";
    static final String PROBLEM = "signInProblem";
    private static final int LONGEST_ADDRESS = 1_000;

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        var page = request.getContextPath() + PAGE;
        if (request.getHeader("HX-Request") != null) {
            // A part of a page must not be filled with the sign-in page.
            response.setHeader("HX-Redirect", page);
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        var query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        var wanted = SameOriginFilter.isSafe(request) ? ApiPaths.path(request) + query : "/";
        response.sendRedirect(
                isLocal(wanted) && !"/".equals(wanted)
                        ? page + "?next=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8)
                        : page);
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        var next = request.getParameter("next");
        response.sendRedirect(request.getContextPath() + (isLocal(next) ? next : "/"));
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException, ServletException {
        var throttled = refused instanceof SignInThrottled;
        response.setStatus(throttled ? 429 : HttpServletResponse.SC_UNAUTHORIZED);
        request.setAttribute(PROBLEM, throttled ? "throttled" : "wrong");
        request.getRequestDispatcher(AGAIN).forward(request, response);
    }

    /** A path of ours; never another host, however it is written. */
    static boolean isLocal(@Nullable String address) {
        return address != null
                && address.length() <= LONGEST_ADDRESS
                && address.matches("/(?![/\\\\])[^\\\\\\p{Cntrl}]*");
    }
}
