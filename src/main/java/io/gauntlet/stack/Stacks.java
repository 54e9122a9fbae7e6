package io.gauntlet.stack;

import io.gauntlet.bucket.BucketId;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.LabelSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stack of each cluster. A cluster that nobody configured has the default profile, no bucket and {@code cluster=<name>}. */
public interface Stacks {

    EffectiveStack effective(ClusterId cluster);

    /** One entry for each of the clusters, with a constant number of queries. */
    Map<ClusterId, EffectiveStack> effective(Collection<ClusterId> clusters);

    /**
     * Changes a cluster's stack under optimistic locking.
     *
     * @throws io.gauntlet.kernel.DomainException.Invalid for settings that break a rule
     * @throws io.gauntlet.kernel.DomainException.Conflict when another stack of the same bucket has the same external labels, or
     *     the labels are fixed
     */
    EffectiveStack configure(ConfigureStack command);

    /** Blocks of this cluster were uploaded: from now on its external labels and bucket cannot change. */
    void fixLabels(ClusterId cluster);

    /** Clusters whose stack uses the bucket. */
    List<ClusterId> usersOf(BucketId bucket);

    /**
     * Replaces the parts that are not null.
     *
     * @param version   the row's version that the caller saw; 0 for a stack that was never configured
     * @param profile   name of a profile
     * @param overrides values by path of a setting; a null value gives the setting back to the profile
     * @param bucket    name of a bucket; empty text means none
     */
    record ConfigureStack(
            ClusterId cluster,
            int version,
            @Nullable String profile,
            @Nullable Map<String, @Nullable Object> overrides,
            @Nullable LabelSet externalLabels,
            @Nullable String bucket) {}
}
