package io.gauntlet.bucket;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The buckets of the fleet. */
public interface Buckets {

    Bucket add(AddBucket command);

    Bucket get(BucketId id);

    Bucket get(ResourceName name);

    Optional<Bucket> find(ResourceName name);

    List<Bucket> all();

    Page<Bucket> page(@Nullable String after, int limit);

    Bucket edit(EditBucket command);

    /** Forgets the bucket; refused while a cluster uses it. Nothing in the object storage is touched. */
    void remove(BucketId id, int version);

    /** The file for Thanos, with the secrets opened. */
    ObjectStoreConfig objectStore(BucketId id);

    /**
     * Gives the compactor to a cluster. When another one has it, that one is stopped first: the new owner waits as pending
     * until {@link #compactorStopped} is called, because two compactors on one bucket destroy blocks.
     */
    Bucket assignCompactor(BucketId id, int version, @Nullable ClusterId cluster);

    /** Delivery has seen that this cluster runs no compactor of the bucket any more. */
    void compactorStopped(BucketId id, ClusterId cluster);

    /**
     * Adds a bucket.
     *
     * @param type     S3 or FILESYSTEM
     * @param secrets  by key of the provider's configuration, such as {@code secret_key}
     * @param retention null keeps everything
     */
    record AddBucket(
            String name,
            String type,
            Map<String, Object> settings,
            Map<String, Secret> secrets,
            String prefix,
            @Nullable Retention retention) {}

    /**
     * Changes what is not null. A change of endpoint drops the stored secrets unless new ones come with it.
     */
    record EditBucket(
            BucketId id,
            int version,
            @Nullable Map<String, Object> settings,
            @Nullable Map<String, Secret> secrets,
            @Nullable Retention retention) {}
}
