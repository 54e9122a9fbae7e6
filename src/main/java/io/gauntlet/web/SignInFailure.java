package io.gauntlet.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Says on the form why a sign-in failed, without saying whether the account exists. */
final class SignInFailure implements AuthenticationFailureHandler {

    @Override
    public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response, AuthenticationException failed)
            throws IOException {
        response.sendRedirect(request.getContextPath() + "/sign-in?" + (failed instanceof LockedException ? "throttled" : "wrong"));
    }
}
