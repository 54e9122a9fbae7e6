package io.gauntlet.cluster;

import io.gauntlet.kernel.LabelSet;
import org.jspecify.annotations.Nullable;

/**
 * Changes what is not null.
 *
 * @param apiServer a new address drops the stored credentials: they are never sent to another host
 * @param enabled   false leaves the cluster alone, true takes it back
 */
public record EditCluster(
        ClusterId id,
        int version,
        @Nullable String displayName,
        @Nullable LabelSet labels,
        @Nullable String apiServer,
        @Nullable Boolean enabled) {}
