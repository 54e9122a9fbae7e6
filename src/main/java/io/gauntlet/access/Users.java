package io.gauntlet.access;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.Secret;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who can sign in. There always is an enabled admin. */
@Service
@Transactional
public class Users {

    private static final int MIN_PASSWORD = 12;

    /** Longest password that bcrypt does not cut. */
    private static final int MAX_PASSWORD = 72;

    private final AppUserRepository repository;
    private final PasswordEncoder passwords;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final Clock clock;

    Users(
            AppUserRepository repository,
            PasswordEncoder passwords,
            ApplicationEventPublisher events,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.passwords = passwords;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    public User add(String name, Secret password, Role role) {
        var problems = new ArrayList<FieldProblem>();
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,62}")) {
            problems.add(new FieldProblem("name", "The name is not usable.", "Use 1 to 63 letters, digits, '.', '_', '@' and '-'."));
        }
        check("password", password, problems);
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        if (repository.findByName(name).isPresent()) {
            throw new DomainException.Conflict(
                    "The name '" + name + "' is taken.", List.of(new FieldProblem("name", "It is taken.", "Choose another one.")));
        }
        var user = repository.saveAndFlush(new AppUserEntity(ids.next(), name, passwords.encode(password.reveal()), role, clock.instant()));
        events.publishEvent(new AccessEvent("user.added", "user", name));
        return user.toUser();
    }

    @Transactional(readOnly = true)
    public List<User> all() {
        return repository.findAllByOrderByName().stream().map(AppUserEntity::toUser).toList();
    }

    @Transactional(readOnly = true)
    public Optional<User> find(String name) {
        return repository.findByName(name).map(AppUserEntity::toUser);
    }

    /** Changes role or enables and disables; the last enabled admin stays one. */
    public User change(String name, int version, @Nullable Role role, @Nullable Boolean enabled) {
        var user = entity(name);
        EntityTag.requireMatch(version, user.toUser().version(), "user", name);
        user.change(role, enabled);
        if (repository.findAll().stream().noneMatch(AppUserEntity::activeAdmin)) {
            throw DomainException.Invalid.of("role", "Nobody would be admin any more.", "Make another user admin first.");
        }
        repository.flush();
        events.publishEvent(new AccessEvent("user.changed", "user", name));
        return user.toUser();
    }

    /** Changes one's own password. */
    public void changePassword(String name, Secret present, Secret wanted) {
        var user = entity(name);
        if (!passwords.matches(present.reveal(), user.passwordHash())) {
            throw DomainException.Invalid.of("current", "The current password is not right.", "Type the password of this account.");
        }
        var problems = new ArrayList<FieldProblem>();
        check("wanted", wanted, problems);
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
        user.changePassword(passwords.encode(wanted.reveal()));
        events.publishEvent(new AccessEvent("user.password-changed", "user", name));
    }

    /** The stored hash, for sign-in only. */
    @Transactional(readOnly = true)
    Optional<String> passwordHash(String name) {
        return repository.findByName(name).map(AppUserEntity::passwordHash);
    }

    @Transactional(readOnly = true)
    boolean none() {
        return repository.count() == 0;
    }

    private AppUserEntity entity(String name) {
        return repository.findByName(name).orElseThrow(() -> new DomainException.NotFound("user", name));
    }

    private static void check(String field, Secret password, List<FieldProblem> problems) {
        if (password.reveal().length() < MIN_PASSWORD || password.reveal().length() > MAX_PASSWORD) {
            problems.add(new FieldProblem(
                    field, "The password is too short or too long.", "Use " + MIN_PASSWORD + " to " + MAX_PASSWORD + " characters."));
        }
    }
}
