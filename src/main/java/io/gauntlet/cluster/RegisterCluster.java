package io.gauntlet.cluster;

import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Adds a cluster to the inventory.
 *
 * @param displayName null means the name
 * @param namespace   null means {@code monitoring}
 * @param kubeconfig  text of a kubeconfig with inline credentials
 * @param context     null means the current context of the kubeconfig
 * @param sandbox     whether it is one of the simulated clusters of this process
 */
public record RegisterCluster(
        String name,
        @Nullable String displayName,
        @Nullable String namespace,
        LabelSet labels,
        Secret kubeconfig,
        @Nullable String context,
        boolean sandbox) {}
