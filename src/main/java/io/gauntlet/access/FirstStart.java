package io.gauntlet.access;

import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.Secret;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes the first user where there is none, and brings the bootstrap token in line with the configuration. Runs before the
 * first request can arrive, in one instance at a time.
 */
@Component
class FirstStart implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);
    private static final String ADMIN = "admin";

    private final Users users;
    private final UserRepository userRepository;
    private final TokenRepository tokens;
    private final AccessProperties properties;
    private final TransactionOperations transactions;
    private final Support support;
    private boolean running;

    /** What is needed beside users and tokens. */
    @Component
    record Support(ApplicationEventPublisher events, JdbcClient jdbc, SecureRandom random, Ids ids, Clock clock) {}

    FirstStart(
            Users users,
            UserRepository userRepository,
            TokenRepository tokens,
            AccessProperties properties,
            TransactionOperations transactions,
            Support support) {
        this.users = users;
        this.userRepository = userRepository;
        this.tokens = tokens;
        this.properties = properties;
        this.transactions = transactions;
        this.support = support;
    }

    @Override
    public void start() {
        var madeUp = transactions.execute(status -> {
            support.jdbc()
                    .sql("SELECT pg_advisory_xact_lock(hashtext('gauntlet.access.first-start'))")
                    .query((row, number) -> number)
                    .list();
            bootstrapToken();
            return firstUser();
        });
        if (madeUp != null) {
            LOG.warn(
                    "First start: sign in as '{}' with the password {} and change it. It is shown only here.",
                    ADMIN,
                    madeUp.reveal());
        }
        running = true;
    }

    /** The password that was made up, if one was. */
    private @Nullable Secret firstUser() {
        if (userRepository.count() > 0) {
            return null;
        }
        var given = properties.adminPassword();
        var madeUp = given == null || given.isBlank();
        var password = Secret.of(madeUp || given == null ? Passwords.generate(support.random()) : given);
        users.register(new RegisterUser(ADMIN, password, Role.ADMIN));
        return madeUp ? password : null;
    }

    private void bootstrapToken() {
        var value = properties.bootstrapToken();
        var wanted = value == null || value.isBlank() ? null : TokenValues.hash(value);
        var present = tokens.findByOwnerIsNull();
        if (present.isPresent()
                && wanted != null
                && MessageDigest.isEqual(present.get().hash(), wanted)) {
            return;
        }
        present.ifPresent(token -> {
            tokens.delete(token);
            tokens.flush();
            support.events().publishEvent(AccessEvent.token("revoked", token.toToken()));
        });
        if (wanted != null) {
            var command = new CreateToken(null, Tokens.BOOTSTRAP, Role.ADMIN, Scope.WRITE, null);
            var token = tokens.saveAndFlush(new TokenEntity(
                    support.ids().next(), null, wanted, command, support.clock().instant()));
            support.events().publishEvent(AccessEvent.token("created", token.toToken()));
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server. */
    @Override
    public int getPhase() {
        return 0;
    }
}
