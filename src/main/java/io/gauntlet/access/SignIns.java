package io.gauntlet.access;

import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Sign-ins with name and password, and how long they last. */
@Service
public class SignIns {

    private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);
    private static final int LONGEST_NAME = 63;

    private final UserRepository users;
    private final TokenRepository tokens;
    private final Passwords passwords;
    private final GuessThrottle throttle;
    private final ApplicationEventPublisher events;
    private final TransactionOperations transactions;

    SignIns(
            UserRepository users,
            TokenRepository tokens,
            Passwords passwords,
            GuessThrottle throttle,
            ApplicationEventPublisher events,
            TransactionOperations transactions) {
        this.users = users;
        this.tokens = tokens;
        this.passwords = passwords;
        this.throttle = throttle;
        this.events = events;
        this.transactions = transactions;
    }

    /**
     * Checks name and password. An unknown name, a wrong password and a disabled user look alike and take the same time.
     *
     * @param source network address of the caller
     * @throws SignInThrottled after too many attempts
     * @throws BadCredentialsException otherwise
     */
    public Caller signIn(String name, String password, String source) {
        var account = name.strip().toLowerCase(Locale.ROOT);
        if (!throttle.admit(account, source)) {
            LOG.warn("Sign-in refused after too many attempts from {}", GuessThrottle.network(source));
            throw new SignInThrottled();
        }
        var user = account.length() > LONGEST_NAME || account.indexOf('\0') >= 0
                ? java.util.Optional.<UserEntity>empty()
                : users.findByName(account);
        var right =
                passwords.matches(password, user.map(UserEntity::passwordHash).orElse(null));
        var caller = user.filter(found -> right && found.enabled())
                .map(UserEntity::toCaller)
                .orElseThrow(() -> new BadCredentialsException("Name or password is wrong."));
        throttle.forgive(account, source);
        transactions.executeWithoutResult(status ->
                events.publishEvent(new AccessEvent("session.started", "user", caller.name(), Map.of("from", source))));
        return caller;
    }

    /**
     * Whether a caller who was let in earlier still may be: the user is enabled and was not changed since, the token not
     * revoked. Long-lived answers such as event streams ask again while they run.
     */
    public boolean isStillValid(Caller caller) {
        if (caller.token() != null) {
            return tokens.existsById(caller.token().id());
        }
        return caller.userId() != null
                && users.findById(caller.userId())
                        .filter(user -> user.enabled() && user.toCaller().equals(caller))
                        .isPresent();
    }
}
