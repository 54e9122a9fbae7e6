package io.gauntlet.cluster;

import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.Optional;

/**
 * A Kubernetes cluster and one namespace of it that Gauntlet pushes to, as it was when read.
 *
 * @param apiServer         URL of the API server, https except for loopback
 * @param kubernetesVersion what the API server said last, such as {@code v1.34.4}; empty before the first check
 * @param sandbox           whether it is one of the simulated clusters of the first start
 */
public record Cluster(
        ClusterId id,
        ResourceName name,
        String displayName,
        ResourceName namespace,
        LabelSet labels,
        String apiServer,
        State state,
        Optional<String> kubernetesVersion,
        boolean sandbox,
        Instant createdAt,
        int version) {

    /** Whether Gauntlet pushes to it. */
    public enum State {
        /** Planned, pushed and watched. */
        ACTIVE,
        /** Known, but without credentials for its address: they have to be renewed first. */
        CREDENTIALS_MISSING,
        /** Known, but left alone until it is enabled. */
        DISABLED,
        /** Taken out of the fleet; what runs there was left as it is. */
        RETIRED
    }
}
