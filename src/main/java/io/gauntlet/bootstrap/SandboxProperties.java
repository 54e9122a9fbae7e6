package io.gauntlet.bootstrap;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The simulated clusters of the first start.
 *
 * @param enabled  whether there are any
 * @param clusters how many; the first two are tokyo and osaka
 */
@ConfigurationProperties("gauntlet.sandbox")
record SandboxProperties(@DefaultValue("true") boolean enabled, @DefaultValue("2") int clusters) {

    SandboxProperties {
        if (clusters < 1 || clusters > 5_000) {
            throw new IllegalArgumentException("gauntlet.sandbox.clusters has to be between 1 and 5000");
        }
    }
}
