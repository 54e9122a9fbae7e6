package io.gauntlet.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The first identities.
 *
 * @param adminPassword  password of the first user; empty makes one up and prints it once
 * @param bootstrapToken an API token with admin rights while it is configured; empty means none
 */
@ConfigurationProperties("gauntlet.access")
record AccessProperties(@DefaultValue("") String adminPassword, @DefaultValue("") String bootstrapToken) {

    /** Shorter ones could be guessed. */
    static final int MIN_TOKEN = 20;

    AccessProperties {
        bootstrapToken = bootstrapToken.strip();
        if (!bootstrapToken.isEmpty() && bootstrapToken.length() < MIN_TOKEN) {
            throw new IllegalArgumentException("GAUNTLET_BOOTSTRAP_TOKEN needs at least " + MIN_TOKEN + " characters.");
        }
    }

    @Override
    public String toString() {
        return "AccessProperties[secret]";
    }
}
