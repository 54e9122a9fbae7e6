package io.gauntlet.cluster;

import java.util.List;

/** What an API server answered to an apply. */
public sealed interface ApplyOutcome {

    /** Stored, or in a dry run: would be stored like this. */
    record Applied(LiveObject live) implements ApplyOutcome {}

    /** Other managers own fields that would change. */
    record Conflicted(List<FieldConflict> conflicts) implements ApplyOutcome {}

    /** The live object is not the expected one any more. */
    record Moved(String message) implements ApplyOutcome {}

    /** The API server refuses the object: invalid, immutable field, unknown kind, forbidden. The message is untrusted text. */
    record Rejected(int status, String reason, String message) implements ApplyOutcome {}

    /** One field that another manager owns. */
    record FieldConflict(String manager, String field) {}
}
