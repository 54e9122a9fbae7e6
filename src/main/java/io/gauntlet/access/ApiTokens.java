package io.gauntlet.access;

import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Tokens for automation. Only hashes are stored; a value is shown once, when it is made. Revocation works at once. */
@Service
@Transactional
public class ApiTokens {

    /** Longest life of a token. */
    public static final Duration MAX_LIFE = Duration.ofDays(366);

    private static final String PREFIX = "gnt_";
    private static final UUID FIRST = new UUID(0, 0);

    private final ApiTokenRepository repository;
    private final AccessProperties properties;
    private final Users users;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ApiTokens(
            ApiTokenRepository repository,
            AccessProperties properties,
            Users users,
            ApplicationEventPublisher events,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.properties = properties;
        this.users = users;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /** A new token and its value. */
    public record Created(ApiToken token, Secret value) {}

    /** Who a token stands for. */
    public record Holder(String name, Role role) {}

    /**
     * Makes a token.
     *
     * @param limit the role of who asks: the token's role is not above it
     */
    public Created create(String owner, Role limit, String name, Role role, Duration life) {
        if (name.isBlank() || name.length() > 100) {
            throw DomainException.Invalid.of("name", "The token has no usable name.", "Say in 1 to 100 characters what it is for.");
        }
        if (!limit.covers(role)) {
            throw DomainException.Invalid.of("role", "A token cannot be allowed more than who makes it.", "Choose " + limit + " or less.");
        }
        if (life.isNegative() || life.isZero() || life.compareTo(MAX_LIFE) > 0) {
            throw DomainException.Invalid.of("expiresInDays", "The life of the token is out of range.", "Choose 1 to 366 days.");
        }
        var bytes = new byte[32];
        random.nextBytes(bytes);
        var value = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var now = clock.instant();
        var token = new ApiToken(ids.next(), name.strip(), owner, role, now, Optional.of(now.plus(life)), Optional.empty());
        repository.save(new ApiTokenEntity(token, Digest.of(value).hex()));
        events.publishEvent(new AccessEvent("token.created", "token", name.strip()));
        return new Created(token, Secret.of(value));
    }

    /** Tokens by age. @param owner null means those of everybody */
    @Transactional(readOnly = true)
    public Page<ApiToken> page(@Nullable String owner, @Nullable UUID after, int limit) {
        var rows = repository.findPage(owner == null ? "" : owner, after == null ? FIRST : after, Limit.of(limit + 1));
        return Page.cut(rows.stream().map(ApiTokenEntity::toToken).toList(), limit, token -> token.id().toString());
    }

    /** @param owner null means that of anybody */
    public void revoke(UUID id, @Nullable String owner) {
        var token = repository.findById(id)
                .filter(found -> owner == null || found.toToken().owner().equals(owner))
                .orElseThrow(() -> new DomainException.NotFound("token", id));
        token.revoke(clock.instant());
        events.publishEvent(new AccessEvent("token.revoked", "token", token.toToken().name()));
    }

    /** Who the value stands for; nobody when it is unknown, expired, revoked, or its owner is disabled. */
    @Transactional(readOnly = true)
    public Optional<Holder> authenticate(String value) {
        if (value.length() < AccessProperties.MIN_TOKEN || value.length() > 200) {
            return Optional.empty();
        }
        var hash = Digest.of(value);
        if (!properties.bootstrapToken().isEmpty() && hash.equals(Digest.of(properties.bootstrapToken()))) {
            return Optional.of(new Holder("bootstrap-token", Role.ADMIN));
        }
        Instant now = clock.instant();
        return repository
                .findByHash(hash.hex())
                .map(ApiTokenEntity::toToken)
                .filter(token -> token.usableAt(now))
                .flatMap(token -> users.find(token.owner())
                        .filter(User::enabled)
                        .map(owner -> new Holder(
                                token.owner() + "/" + token.name(), owner.role().covers(token.role()) ? token.role() : owner.role())));
    }
}
