package io.gauntlet.cluster;

import io.gauntlet.kernel.Secret;
import org.jspecify.annotations.Nullable;

/** Replaces address, certificate authority and credentials of a cluster. */
public record RenewCredentials(
        ClusterId id,
        int version,
        Secret kubeconfig,
        @Nullable String context) {}
