package io.gauntlet.access;

import java.util.Objects;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Lets the sign-in form of Spring Security use {@link SignIns}. */
@Component
class PasswordAuthenticationProvider implements AuthenticationProvider {

    private final SignIns signIns;

    PasswordAuthenticationProvider(SignIns signIns) {
        this.signIns = signIns;
    }

    @Override
    public Authentication authenticate(Authentication request) {
        var source = request.getDetails() instanceof WebAuthenticationDetails details
                ? Objects.requireNonNullElse(details.getRemoteAddress(), "unknown")
                : "unknown";
        var password = Objects.requireNonNullElse(request.getCredentials(), "").toString();
        var caller = signIns.signIn(request.getName(), password, source);
        var result = UsernamePasswordAuthenticationToken.authenticated(caller, null, caller.authorities());
        result.setDetails(request.getDetails());
        return result;
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
