package io.gauntlet.cluster;

import io.gauntlet.kernel.Secret;
import java.time.Instant;
import java.util.Optional;

/** How Gauntlet identifies itself to an API server. */
sealed interface Credentials {

    /** When they stop working, as far as they say themselves. */
    Optional<Instant> expiresAt();

    /** A bearer token; of a JSON web token the expiry is read, nothing else. */
    record Token(Secret token, Optional<Instant> expiresAt) implements Credentials {}

    /** A client certificate with its key, both PEM. */
    record ClientCertificate(String certificate, Secret key, Optional<Instant> expiresAt) implements Credentials {}
}
