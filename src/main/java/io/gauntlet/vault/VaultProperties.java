package io.gauntlet.vault;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the master key is.
 *
 * @param masterKeyFile file with 32 random bytes in base64; needed with an external database
 * @param generateKeyIn folder in which a key is made once when no file is given; set for the embedded database only, whose data
 *     lies in the same folder
 */
@ConfigurationProperties("gauntlet.vault")
record VaultProperties(
        @Nullable Path masterKeyFile, @Nullable Path generateKeyIn) {}
