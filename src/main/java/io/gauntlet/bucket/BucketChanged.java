package io.gauntlet.bucket;

/** Settings, secrets or retention of a bucket changed; published inside the transaction of the change. */
public record BucketChanged(BucketId bucket, String name) {}
