package io.gauntlet.bucket;

import io.gauntlet.cluster.ClusterId;

/** A cluster is about to get the compactor of a bucket; whoever knows that it cannot run one there throws a domain exception. */
public record CompactorAssigning(BucketId bucket, ClusterId cluster) {}
