package io.gauntlet.access;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.Secret;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The people who can sign in. There is always at least one enabled admin; every change ends the person's sign-ins. */
@Service
@Transactional(readOnly = true)
public class Users {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,62}");

    private final UserRepository repository;
    private final Passwords passwords;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Ids ids;
    private final Clock clock;

    Users(
            UserRepository repository,
            Passwords passwords,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.passwords = passwords;
        this.events = events;
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
    }

    public Optional<User> find(String name) {
        return repository.findByName(name).map(UserEntity::toUser);
    }

    /** Users in the order of their names. */
    public Page<User> list(@Nullable String after, int limit) {
        var rows = repository.findByNameGreaterThanOrderByName(after == null ? "" : after, Limit.of(limit + 1));
        return Page.cut(rows.stream().map(UserEntity::toUser).toList(), limit, User::name);
    }

    @Transactional
    public User register(RegisterUser command) {
        if (!NAME.matcher(command.name()).matches() || Tokens.BOOTSTRAP.equals(command.name())) {
            throw DomainException.Invalid.of(
                    "name",
                    "This is not a usable user name.",
                    "Use 1 to 63 lower-case letters, digits and . _ @ -, beginning with a letter or digit.");
        }
        lock();
        if (repository.findByName(command.name()).isPresent()) {
            throw new DomainException.Conflict("There is a user '%s' already.".formatted(command.name()));
        }
        var hash = passwords.hash(command.password().reveal());
        var user = repository
                .saveAndFlush(new UserEntity(ids.next(), command.name(), hash, command.role(), clock.instant()))
                .toUser();
        events.publishEvent(AccessEvent.user("registered", user));
        return user;
    }

    @Transactional
    public User change(ChangeUser command) {
        lock();
        var user = require(command.name());
        EntityTag.requireMatch(command.expectedVersion(), user.version(), "user", command.name());
        if (user.isActiveAdmin() && !(command.enabled() && command.role() == Role.ADMIN)) {
            requireAnotherAdmin();
        }
        user.change(command.role(), command.enabled());
        if (command.password() != null) {
            user.changePassword(passwords.hash(command.password().reveal()));
        }
        var changed = repository.saveAndFlush(user).toUser();
        events.publishEvent(
                AccessEvent.user(command.password() == null ? "changed" : "changed-with-password", changed));
        return changed;
    }

    /**
     * Sets a person's own password.
     *
     * @throws DomainException.Invalid for the field {@code current} where that is not the present one
     */
    @Transactional
    public void changeOwnPassword(UUID userId, Secret current, Secret next) {
        var user = repository.findById(userId).orElseThrow(() -> new DomainException.NotFound("user", userId));
        if (!passwords.matches(current.reveal(), user.passwordHash())) {
            throw DomainException.Invalid.of(
                    "current", "This is not the present password.", "Type the password that you signed in with.");
        }
        user.changePassword(passwords.hash(next.reveal()));
        events.publishEvent(AccessEvent.user(
                "changed-own-password", repository.saveAndFlush(user).toUser()));
    }

    /** Removes a person and their tokens. */
    @Transactional
    public void remove(String name, int expectedVersion) {
        lock();
        var user = require(name);
        EntityTag.requireMatch(expectedVersion, user.version(), "user", name);
        if (user.isActiveAdmin()) {
            requireAnotherAdmin();
        }
        repository.delete(user);
        repository.flush();
        events.publishEvent(AccessEvent.user("removed", user.toUser()));
    }

    private UserEntity require(String name) {
        return repository.findByName(name).orElseThrow(() -> new DomainException.NotFound("user", name));
    }

    private void requireAnotherAdmin() {
        if (repository.countByRoleAndEnabledTrue(Role.ADMIN) < 2) {
            throw new DomainException.Conflict(
                    "This is the last enabled admin. Give somebody else the admin role first.");
        }
    }

    /** One at a time, so that two changes cannot each take away the other's last admin. */
    private void lock() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('gauntlet.access.users'))")
                .query((row, number) -> number)
                .list();
    }
}
