package io.gauntlet.access;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.Page;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** API tokens. Only hashes are kept; a revoked token is refused from the next request on. */
@Service
@Transactional(readOnly = true)
public class Tokens {

    /** Who acts with the token of the configuration. */
    public static final String BOOTSTRAP = "bootstrap";

    private static final UUID FIRST = new UUID(0, 0);
    private static final Duration DEFAULT_LIFE = Duration.ofDays(90);

    private final TokenRepository repository;
    private final UserRepository users;
    private final AccessProperties properties;
    private final ApplicationEventPublisher events;
    private final SecureRandom random;
    private final Ids ids;
    private final Clock clock;

    Tokens(
            TokenRepository repository,
            UserRepository users,
            AccessProperties properties,
            ApplicationEventPublisher events,
            SecureRandom random,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.users = users;
        this.properties = properties;
        this.events = events;
        this.random = random;
        this.ids = ids;
        this.clock = clock;
    }

    /** Who shows {@code value}; empty for an unknown, expired or revoked token and for one of a disabled user. */
    @Transactional
    public Optional<Caller> authenticate(String value) {
        if (!TokenValues.isPlausible(value)) {
            return Optional.empty();
        }
        var now = clock.instant();
        var token = repository.findByHash(TokenValues.hash(value)).filter(found -> found.isUsable(now));
        token.filter(found -> found.isUseWorthNoting(now)).ifPresent(found -> repository.noteUse(found.getId(), now));
        return token.map(TokenEntity::toCaller);
    }

    /** The caller's tokens, oldest first. */
    public Page<ApiToken> listOwn(Caller caller, @Nullable UUID after, int limit) {
        if (caller.userId() == null) {
            return new Page<>(
                    repository.findByOwnerIsNull().stream()
                            .map(TokenEntity::toToken)
                            .toList(),
                    null);
        }
        return cut(repository.findOf(caller.userId(), after == null ? FIRST : after, Limit.of(limit + 1)), limit);
    }

    /** Everybody's tokens, oldest first. */
    public Page<ApiToken> listAll(@Nullable UUID after, int limit) {
        return cut(repository.findAll(after == null ? FIRST : after, Limit.of(limit + 1)), limit);
    }

    /** The token, if the caller may see it: an own one, or any for an admin. */
    public Optional<ApiToken> find(Caller caller, UUID id) {
        return visible(caller, id).map(TokenEntity::toToken);
    }

    /** Makes a token that may do no more than the caller and its owner may. */
    @Transactional
    public NewToken create(Caller caller, CreateToken command) {
        var owner = owner(caller, command.owner());
        var now = clock.instant();
        var expiry = Objects.requireNonNullElseGet(command.expiresAt(), () -> now.plus(DEFAULT_LIFE));
        check(caller, owner, command, now, expiry);
        var value = TokenValues.generate(random);
        var full = new CreateToken(null, command.name().strip(), command.role(), command.scope(), expiry);
        var token = repository
                .saveAndFlush(new TokenEntity(ids.next(), owner, TokenValues.hash(value.reveal()), full, now))
                .toToken();
        events.publishEvent(AccessEvent.token("created", token));
        return new NewToken(token, value);
    }

    @Transactional
    public void revoke(Caller caller, UUID id) {
        var token = visible(caller, id).orElseThrow(() -> new DomainException.NotFound("token", id));
        repository.delete(token);
        repository.flush();
        events.publishEvent(AccessEvent.token("revoked", token.toToken()));
    }

    private Optional<TokenEntity> visible(Caller caller, UUID id) {
        return repository.findById(id).filter(token -> caller.role() == Role.ADMIN || token.belongsTo(caller.userId()));
    }

    private UserEntity owner(Caller caller, @Nullable String name) {
        if (name == null || name.isBlank()) {
            return Optional.ofNullable(caller.userId())
                    .flatMap(users::findById)
                    .orElseThrow(() -> DomainException.Invalid.of(
                            "owner", "The bootstrap token is nobody's.", "Name the user who shall own the token."));
        }
        if (!name.equals(caller.name()) && caller.role() != Role.ADMIN) {
            throw DomainException.Invalid.of(
                    "owner", "Only an admin makes tokens for others.", "Leave the owner out to make one for yourself.");
        }
        return users.findByName(name)
                .orElseThrow(() -> DomainException.Invalid.of(
                        "owner", "There is no such user.", "Name one of the users of the settings page."));
    }

    private void check(Caller caller, UserEntity owner, CreateToken command, Instant now, Instant expiry) {
        if (command.name().isBlank()
                || command.name().length() > 100
                || command.name().indexOf('\0') >= 0) {
            throw DomainException.Invalid.of(
                    "name", "The token needs a name.", "Write in 1 to 100 characters what it is for.");
        }
        if (!caller.role().covers(command.role()) || !owner.role().covers(command.role())) {
            throw DomainException.Invalid.of(
                    "role",
                    "A token may do no more than its owner and its maker.",
                    "Choose " + caller.role().atMost(owner.role()).text() + " or less.");
        }
        if (caller.token() != null && caller.token().scope() == Scope.READ) {
            throw DomainException.Invalid.of("scope", "A read token makes no tokens.", "Use a token that may write.");
        }
        if (!expiry.isAfter(now) || expiry.isAfter(now.plus(properties.maxTokenLife()))) {
            throw DomainException.Invalid.of(
                    "expiresAt",
                    "The expiry is out of range.",
                    "Choose a time within the next " + properties.maxTokenLife().toDays() + " days.");
        }
    }

    private static Page<ApiToken> cut(java.util.List<TokenEntity> rows, int limit) {
        return Page.cut(
                rows.stream().map(TokenEntity::toToken).toList(),
                limit,
                token -> token.id().toString());
    }
}
