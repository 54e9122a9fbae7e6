package io.gauntlet.bucket;

import java.util.UUID;

/** Identifies a bucket. */
public record BucketId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
