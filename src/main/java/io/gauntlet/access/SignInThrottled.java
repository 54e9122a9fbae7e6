package io.gauntlet.access;

import org.springframework.security.core.AuthenticationException;

/** Too many guesses for this account from this source, or from this source altogether. Says nothing about the account. */
public final class SignInThrottled extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    SignInThrottled() {
        super("Too many attempts to sign in. Wait a few minutes.");
    }
}
