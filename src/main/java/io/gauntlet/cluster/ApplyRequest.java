package io.gauntlet.cluster;

import io.gauntlet.kernel.ObjectRef;
import java.util.Optional;

/**
 * One server-side apply.
 *
 * @param json     the object without uid and resourceVersion
 * @param expected the live object that the caller has seen; empty when it has seen none. Both uid and resourceVersion go into
 *     the patch, so an object that changed, vanished or came back is refused as {@link ApplyOutcome.Moved}
 * @param dryRun   validate and merge, store nothing
 * @param force    take fields over from other managers; only after an explicit choice of a person
 */
public record ApplyRequest(ObjectRef ref, byte[] json, Optional<Expected> expected, boolean dryRun, boolean force) {

    /** Identity and version of an object that was seen. */
    public record Expected(String uid, String resourceVersion) {}
}
