package io.gauntlet.access;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of this module.
 *
 * @param adminPassword    password of the first user; blank for a made-up one
 * @param bootstrapToken   API token with admin rights, valid as long as it is configured; blank for none
 * @param guesses          failed sign-ins per account and source before further ones are refused
 * @param guessesPerSource the same for one source over all accounts
 * @param guessWindow      how long failed sign-ins count
 * @param maxTokenLife     longest life of an API token
 */
@Validated
@ConfigurationProperties("gauntlet.access")
record AccessProperties(
        @Nullable String adminPassword,
        @Nullable String bootstrapToken,
        @DefaultValue("5") int guesses,
        @DefaultValue("100") int guessesPerSource,
        @DefaultValue("5m") Duration guessWindow,
        @DefaultValue("366d") Duration maxTokenLife) {

    static final int MIN_BOOTSTRAP_TOKEN = 20;

    @AssertTrue(message = "the bootstrap token needs at least 20 characters, without spaces")
    boolean isBootstrapTokenStrong() {
        return bootstrapToken == null
                || bootstrapToken.isBlank()
                || bootstrapToken.matches("\\p{Graph}{" + MIN_BOOTSTRAP_TOKEN + ",512}");
    }

    @AssertTrue(message = "the admin password needs 8 to 72 bytes")
    boolean isAdminPasswordUsable() {
        return adminPassword == null
                || adminPassword.isBlank()
                || Passwords.problem(adminPassword).isEmpty();
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "AccessProperties[guesses=" + guesses + ", guessWindow=" + guessWindow + "]";
    }
}
