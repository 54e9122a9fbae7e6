package io.gauntlet.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Secret;
import io.gauntlet.support.IntegrationTest;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.BadCredentialsException;

@IntegrationTest
class AccessIntegrationTests {

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final Secret PASSWORD = Secret.of("correct horse battery");

    @Autowired
    Users users;

    @Autowired
    Tokens tokens;

    @Autowired
    SignIns signIns;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @Nested
    class SigningIn {

        @Test
        void firstUserHasTheConfiguredPassword() {
            var caller = signIns.signIn("admin", "test-admin-password", source());

            assertThat(caller.role()).isEqualTo(Role.ADMIN);
            assertThat(signIns.isStillValid(caller)).isTrue();
        }

        @Test
        void guessesAreHeldBackForTheirSourceOnly() {
            var user = user(Role.VIEWER);
            var stranger = source();
            for (var guess = 0; guess < 5; guess++) {
                assertThatThrownBy(() -> signIns.signIn(user.name(), "wrong password", stranger))
                        .isInstanceOf(BadCredentialsException.class);
            }

            assertThatThrownBy(() -> signIns.signIn(user.name(), PASSWORD.reveal(), stranger))
                    .as("even the right password, which would else be told apart")
                    .isInstanceOf(SignInThrottled.class);
            assertThat(signIns.signIn(user.name(), PASSWORD.reveal(), source()).name())
                    .isEqualTo(user.name());
        }

        @Test
        void unknownNamesAreHeldBackLikeKnownOnes() {
            var stranger = source();
            for (var guess = 0; guess < 5; guess++) {
                assertThatThrownBy(() -> signIns.signIn("nobody", "wrong password", stranger))
                        .isInstanceOf(BadCredentialsException.class);
            }
            assertThatThrownBy(() -> signIns.signIn("nobody", "wrong password", stranger))
                    .isInstanceOf(SignInThrottled.class);
        }

        @Test
        void changeOfRoleEndsSessions() {
            var user = user(Role.EDITOR);
            var session = signIns.signIn(user.name(), PASSWORD.reveal(), source());

            users.change(new ChangeUser(user.name(), user.version(), Role.VIEWER, true, null));

            assertThat(signIns.isStillValid(session)).isFalse();
        }

        @Test
        void disabledUserCannotSignIn() {
            var user = user(Role.EDITOR);
            users.change(new ChangeUser(user.name(), user.version(), Role.EDITOR, false, null));

            assertThatThrownBy(() -> signIns.signIn(user.name(), PASSWORD.reveal(), source()))
                    .isInstanceOf(BadCredentialsException.class);
        }

        @Test
        void ownPasswordNeedsThePresentOne() {
            var user = user(Role.VIEWER);

            assertThatThrownBy(() -> users.changeOwnPassword(user.id(), Secret.of("wrong one"), Secret.of("another one")))
                    .isInstanceOf(DomainException.Invalid.class);
            users.changeOwnPassword(user.id(), PASSWORD, Secret.of("another one"));

            assertThat(signIns.signIn(user.name(), "another one", source()).name()).isEqualTo(user.name());
        }
    }

    @Nested
    class KeepingUsers {

        @Test
        void lastAdminStays() {
            var admins = users.list(null, 500).items().stream()
                    .filter(user -> user.role() == Role.ADMIN && user.enabled())
                    .toList();
            admins.stream()
                    .filter(user -> !user.name().equals("admin"))
                    .forEach(user -> users.remove(user.name(), user.version()));
            var last = users.find("admin").orElseThrow();

            assertThatThrownBy(() -> users.remove("admin", last.version())).isInstanceOf(DomainException.Conflict.class);
            assertThatThrownBy(() -> users.change(new ChangeUser("admin", last.version(), Role.ADMIN, false, null)))
                    .isInstanceOf(DomainException.Conflict.class);
            assertThatThrownBy(() -> users.change(new ChangeUser("admin", last.version(), Role.VIEWER, true, null)))
                    .isInstanceOf(DomainException.Conflict.class);
        }

        @Test
        void staleChangeIsRefused() {
            var user = user(Role.VIEWER);
            users.change(new ChangeUser(user.name(), user.version(), Role.EDITOR, true, null));

            assertThatThrownBy(() ->
                            users.change(new ChangeUser(user.name(), user.version(), Role.OPERATOR, true, null)))
                    .isInstanceOf(DomainException.Stale.class);
        }

        @Test
        void passwordIsStoredAsBcrypt() {
            var user = user(Role.VIEWER);

            assertThat(jdbc.sql("SELECT password_hash FROM app_user WHERE name = ?")
                            .param(user.name())
                            .query(String.class)
                            .single())
                    .startsWith("{bcrypt}$2");
        }
    }

    @Nested
    class KeepingTokens {

        @Test
        void valueLetsItsOwnerInUntilRevoked() {
            var user = user(Role.OPERATOR);
            var created = tokens.create(caller(user), command("ci", Role.EDITOR, Scope.READ, null));
            var value = created.value().reveal();

            assertThat(tokens.authenticate(value)).hasValueSatisfying(caller -> {
                assertThat(caller.name()).isEqualTo(user.name());
                assertThat(caller.role()).isEqualTo(Role.EDITOR);
            });
            assertThat(tokens.find(caller(user), created.token().id()).orElseThrow().lastUsedAt())
                    .isNotNull();

            tokens.revoke(caller(user), created.token().id());
            assertThat(tokens.authenticate(value)).isEmpty();
        }

        @Test
        void valueIsNotInTheDatabase() {
            var created = tokens.create(caller(user(Role.VIEWER)), command("ci", Role.VIEWER, Scope.READ, null));

            assertThat(jdbc.sql("SELECT t::text FROM api_token t").query(String.class).list())
                    .noneMatch(row -> row.contains(created.value().reveal()));
        }

        @Test
        void tokenLosesWhatItsOwnerLoses() {
            var user = user(Role.OPERATOR);
            var value = tokens.create(caller(user), command("ci", Role.OPERATOR, Scope.WRITE, null))
                    .value()
                    .reveal();
            var demoted = users.change(new ChangeUser(user.name(), user.version(), Role.VIEWER, true, null));
            assertThat(tokens.authenticate(value)).hasValueSatisfying(caller -> assertThat(caller.role())
                    .isEqualTo(Role.VIEWER));

            users.change(new ChangeUser(user.name(), demoted.version(), Role.VIEWER, false, null));
            assertThat(tokens.authenticate(value)).isEmpty();
        }

        @Test
        void tokenMayDoNoMoreThanItsMaker() {
            var user = user(Role.EDITOR);

            assertThatThrownBy(() -> tokens.create(caller(user), command("ci", Role.OPERATOR, Scope.READ, null)))
                    .isInstanceOf(DomainException.Invalid.class);
            assertThatThrownBy(() -> tokens.create(caller(user), command("ci", Role.VIEWER, Scope.READ, "admin")))
                    .isInstanceOf(DomainException.Invalid.class);
        }

        @Test
        void expiredTokenIsNobody() {
            var user = user(Role.VIEWER);
            var created = tokens.create(caller(user), command("ci", Role.VIEWER, Scope.READ, null));
            jdbc.sql("UPDATE api_token SET expires_at = created_at WHERE id = ?")
                    .param(created.token().id())
                    .update();

            assertThat(tokens.authenticate(created.value().reveal())).isEmpty();
        }

        @Test
        void endlessTokensAreNotMade() {
            var command = new CreateToken(
                    null, "ci", Role.VIEWER, Scope.READ, clock.instant().plus(Duration.ofDays(4000)));

            assertThatThrownBy(() -> tokens.create(caller(user(Role.VIEWER)), command))
                    .isInstanceOf(DomainException.Invalid.class);
        }

        @Test
        void strangersSeeNothingOfAToken() {
            var created = tokens.create(caller(user(Role.VIEWER)), command("ci", Role.VIEWER, Scope.READ, null));
            var stranger = caller(user(Role.OPERATOR));

            assertThat(tokens.find(stranger, created.token().id())).isEmpty();
            assertThatThrownBy(() -> tokens.revoke(stranger, created.token().id()))
                    .isInstanceOf(DomainException.NotFound.class);
        }
    }

    private User user(Role role) {
        return users.register(new RegisterUser("user-" + COUNTER.incrementAndGet(), PASSWORD, role));
    }

    private static Caller caller(User user) {
        return new Caller(user.name(), user.id(), user.role(), 0, null);
    }

    private static CreateToken command(String name, Role role, Scope scope, @Nullable String owner) {
        return new CreateToken(owner, name, role, scope, null);
    }

    /** Another network address for every call. */
    private static String source() {
        return "198.51.100." + COUNTER.incrementAndGet();
    }
}
