package io.gauntlet.bucket;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A bucket as it was when read.
 *
 * @param identity         type, endpoint, name and prefix in normalised form; unique over all buckets
 * @param settings         what is not secret
 * @param secretHints      the names of stored secrets, each with the end of its value for recognition
 * @param compactor        the one cluster that runs the compactor of this bucket
 * @param pendingCompactor the cluster that takes over once the compactor of the present one is stopped
 */
public record Bucket(
        BucketId id,
        ResourceName name,
        String type,
        String identity,
        Map<String, Object> settings,
        Map<String, String> secretHints,
        String prefix,
        Retention retention,
        Optional<ClusterId> compactor,
        Optional<ClusterId> pendingCompactor,
        Instant createdAt,
        int version) {}
