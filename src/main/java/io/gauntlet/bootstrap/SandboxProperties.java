package io.gauntlet.bootstrap;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The simulated clusters of the first start.
 *
 * @param enabled   whether there are any
 * @param clusters  how many; the first two are tokyo and osaka
 * @param stack     whether the tutorial's stack is pushed to them, too
 * @param alive     whether pods appear and answer; without it objects are only stored
 * @param kubeconfigs folder to which the kubeconfig of each is written, for kubectl and other programs; null for none
 * @param roundTrip how much later than at once every request to them is answered
 */
@ConfigurationProperties("gauntlet.sandbox")
record SandboxProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("2") int clusters,
        @DefaultValue("true") boolean stack,
        @DefaultValue("true") boolean alive,
        @Nullable Path kubeconfigs,
        @DefaultValue("0") Duration roundTrip) {

    SandboxProperties {
        if (clusters < 1 || clusters > 5_000) {
            throw new IllegalArgumentException("gauntlet.sandbox.clusters has to be between 1 and 5000");
        }
    }
}
