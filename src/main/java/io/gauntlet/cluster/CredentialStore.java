package io.gauntlet.cluster;

import io.gauntlet.kernel.Secret;
import io.gauntlet.vault.Vault;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Keeps credentials sealed. They leave it only towards the address that they came with. */
@Component
class CredentialStore {

    private final CredentialRepository repository;
    private final Vault vault;
    private final JsonMapper json;
    private final Clock clock;

    CredentialStore(CredentialRepository repository, Vault vault, JsonMapper json, Clock clock) {
        this.repository = repository;
        this.vault = vault;
        this.json = json;
        this.clock = clock;
    }

    void put(UUID cluster, Credentials credentials) {
        var sealed = vault.seal(Secret.of(json.writeValueAsString(Stored.of(credentials))), place(cluster));
        repository
                .findById(cluster)
                .ifPresentOrElse(
                        present -> present.replace(sealed, credentials, clock.instant()),
                        () -> repository.save(new CredentialEntity(cluster, sealed, credentials, clock.instant())));
    }

    void drop(UUID cluster) {
        repository.findById(cluster).ifPresent(repository::delete);
    }

    boolean has(UUID cluster) {
        return repository.existsById(cluster);
    }

    Optional<Credentials> get(UUID cluster) {
        return repository
                .findById(cluster)
                .map(row -> json.readValue(
                                vault.open(row.sealed(), place(cluster)).reveal(), Stored.class)
                        .toCredentials());
    }

    private static Vault.Place place(UUID cluster) {
        return new Vault.Place("cluster_credential", "sealed", cluster);
    }

    /** The sealed form: either a token, or a certificate and its key. */
    record Stored(
            @Nullable String token,
            @Nullable String certificate,
            @Nullable String key,
            @Nullable Long expiresAt) {

        static Stored of(Credentials credentials) {
            var expiry = credentials.expiresAt().map(Instant::getEpochSecond).orElse(null);
            return switch (credentials) {
                case Credentials.Token token -> new Stored(token.token().reveal(), null, null, expiry);
                case Credentials.ClientCertificate pair ->
                    new Stored(null, pair.certificate(), pair.key().reveal(), expiry);
            };
        }

        Credentials toCredentials() {
            var expiry = Optional.ofNullable(expiresAt).map(Instant::ofEpochSecond);
            if (token != null) {
                return new Credentials.Token(Secret.of(token), expiry);
            }
            if (certificate != null && key != null) {
                return new Credentials.ClientCertificate(certificate, Secret.of(key), expiry);
            }
            throw new IllegalStateException("stored credentials are neither a token nor a certificate");
        }
    }
}
