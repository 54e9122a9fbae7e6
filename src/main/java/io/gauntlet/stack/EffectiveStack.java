package io.gauntlet.stack;

import io.gauntlet.bucket.BucketId;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ResourceName;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster's stack is made of after defaults, profile and the cluster's own overrides.
 *
 * @param profile        name of the profile
 * @param origins        for each path of a setting, where its value comes from
 * @param externalLabels what identifies this cluster's series everywhere, without the replica label; always has {@code cluster}
 * @param labelsFixed    whether blocks with these labels were uploaded, so that they cannot change any more
 * @param version        of the cluster's own row, for optimistic locking
 */
public record EffectiveStack(
        ClusterId cluster,
        ResourceName profile,
        StackSettings settings,
        Map<String, Origin> origins,
        LabelSet externalLabels,
        boolean labelsFixed,
        Optional<BucketId> bucket,
        int version) {

    public EffectiveStack {
        origins = Map.copyOf(origins);
    }

    /** Where a value comes from. */
    public enum Origin {
        DEFAULT,
        PROFILE,
        CLUSTER
    }
}
