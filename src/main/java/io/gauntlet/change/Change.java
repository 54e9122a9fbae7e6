package io.gauntlet.change;

import java.time.Instant;
import java.util.Optional;

/**
 * One change of one document.
 *
 * @param number     rises with time; not without gaps
 * @param name       of the document after the change, or before it where it was removed
 * @param formerName where the change gave it another name
 * @param reason     why an earlier change was taken back; empty else
 * @param reverts    the change that this one takes back
 * @param revertedBy the last change that took this one back
 */
public record Change(
        long number,
        Instant at,
        String author,
        String kind,
        String name,
        Optional<String> formerName,
        Action action,
        String cause,
        String reason,
        Optional<Long> reverts,
        Optional<Long> revertedBy) {

    /** What happened to the document. */
    public enum Action {
        ADDED,
        CHANGED,
        REMOVED
    }
}
