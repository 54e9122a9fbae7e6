package io.gauntlet.web;

import io.gauntlet.access.SignIn;
import io.gauntlet.kernel.Secret;
import java.util.List;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.stereotype.Component;

/** Connects the sign-in form with {@link SignIn}. */
@Component
class PasswordSignIn implements AuthenticationProvider {

    private final SignIn signIn;

    PasswordSignIn(SignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        var source = attempt.getDetails() instanceof SourceAddress address ? address.value() : "unknown";
        try {
            var user = signIn.attempt(attempt.getName(), Secret.of(String.valueOf(attempt.getCredentials())), source)
                    .orElseThrow(() -> new BadCredentialsException("name or password is wrong"));
            return UsernamePasswordAuthenticationToken.authenticated(
                    user.name(), null, List.of(new SimpleGrantedAuthority(user.role().authority())));
        } catch (SignIn.Throttled throttled) {
            throw new LockedException("throttled", throttled);
        }
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
