package io.gauntlet.audit;

/** Result of reading the whole trail. */
public sealed interface Verification {

    /** Every entry is as it was written, and none is missing. */
    record Intact(long entries) implements Verification {}

    /**
     * Somebody changed the trail.
     *
     * @param seq    the first entry that is not as it was written, or is missing
     * @param reason what is wrong with it
     */
    record Broken(long seq, String reason) implements Verification {}
}
