package io.gauntlet.access;

import io.gauntlet.kernel.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sign-in with a password. Guesses are counted in the database, per account and source, so that several control planes share
 * the count, one source cannot lock out another, and unknown accounts take as long as known ones.
 */
@Service
@Transactional(noRollbackFor = SignIn.Throttled.class)
public class SignIn {

    private static final int FREE_FAILURES = 5;
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final Users users;
    private final PasswordEncoder passwords;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final String decoy;

    SignIn(Users users, PasswordEncoder passwords, JdbcClient jdbc, Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.jdbc = jdbc;
        this.clock = clock;
        this.decoy = passwords.encode("the password of nobody");
    }

    /** Too many wrong guesses from this source; try later. */
    public static final class Throttled extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Throttled() {
            super("Too many wrong passwords. Try again in five minutes.", null, false, false);
        }
    }

    /**
     * The user, when name and password are right.
     *
     * @param source address that the attempt comes from
     * @throws Throttled after five wrong guesses of the source within five minutes
     */
    public Optional<User> attempt(String name, Secret password, String source) {
        var account = name.length() > 63 ? name.substring(0, 63) : name;
        if (failures(account, source) >= FREE_FAILURES) {
            throw new Throttled();
        }
        var hash = users.passwordHash(account);
        var right = passwords.matches(password.reveal(), hash.orElse(decoy)) && hash.isPresent();
        var user = right ? users.find(account).filter(User::enabled) : Optional.<User>empty();
        if (user.isPresent()) {
            jdbc.sql("DELETE FROM sign_in_failure WHERE account = ? AND source = ?").params(account, source).update();
        } else {
            count(account, source);
        }
        return user;
    }

    private int failures(String account, String source) {
        Instant since = clock.instant().minus(WINDOW);
        return jdbc.sql("SELECT failures FROM sign_in_failure WHERE account = ? AND source = ? AND last_at > ?")
                .params(account, source, since.atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    private void count(String account, String source) {
        var now = clock.instant();
        jdbc.sql(
                        """
                        INSERT INTO sign_in_failure AS f (account, source, failures, last_at) VALUES (?, ?, 1, ?)
                        ON CONFLICT (account, source) DO UPDATE
                        SET failures = CASE WHEN f.last_at > ? THEN f.failures + 1 ELSE 1 END, last_at = EXCLUDED.last_at""")
                .params(account, source, now.atOffset(ZoneOffset.UTC), now.minus(WINDOW).atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("DELETE FROM sign_in_failure WHERE last_at < ?")
                .param(now.minus(WINDOW.multipliedBy(2)).atOffset(ZoneOffset.UTC))
                .update();
    }
}
