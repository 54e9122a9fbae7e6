package io.gauntlet.bucket;

/**
 * A bucket is about to be forgotten. Whoever needs it throws {@link io.gauntlet.kernel.DomainException.Conflict} with the
 * reason; the event is published inside the transaction, so that nothing is removed then.
 */
public record BucketRemoving(BucketId bucket, String name) {}
