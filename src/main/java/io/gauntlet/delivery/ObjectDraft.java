package io.gauntlet.delivery;

import io.gauntlet.cluster.ApplyOutcome.FieldConflict;
import io.gauntlet.cluster.LiveObject;
import io.gauntlet.delivery.PlannedObject.Action;
import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * The planner's decision on one object.
 *
 * @param digest   content address of the rendered bytes; empty for a delete
 * @param live     the live object that was seen, to which the plan is bound; empty when there is none
 */
record ObjectDraft(
        ObjectRef ref,
        int step,
        String component,
        Action action,
        Optional<Digest> digest,
        Optional<Seen> live,
        Optional<String> diff,
        boolean restarts,
        List<String> risks,
        String message,
        List<FieldConflict> conflicts) {

    /** Identity, version and content of a live object. */
    record Seen(String uid, String version, Digest content) {

        static Seen of(LiveObject live, Fingerprints fingerprints) {
            return new Seen(live.uid(), live.resourceVersion(), LiveContent.digest(live.content(), fingerprints));
        }
    }

    ObjectDraft with(List<String> moreRisks) {
        return new ObjectDraft(
                ref, step, component, action, digest, live, diff, restarts, moreRisks, message, conflicts);
    }
}
