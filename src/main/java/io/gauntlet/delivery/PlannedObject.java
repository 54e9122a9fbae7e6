package io.gauntlet.delivery;

import io.gauntlet.cluster.ApplyOutcome.FieldConflict;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceName;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a plan does to one object.
 *
 * @param fold      equal for objects of several clusters that change in the same way
 * @param diff      unified diff of live and future object without noise; values of secrets are masked
 * @param restarts  whether pods are replaced
 * @param risks     codes of what endangers samples, such as {@code volume-claims}; texts are in the message bundle
 * @param message   what the API server or the planner says; text of a cluster is untrusted
 * @param conflicts fields of other managers that would change
 */
public record PlannedObject(
        UUID id,
        ResourceName cluster,
        ObjectRef ref,
        String component,
        Action action,
        Optional<String> fold,
        Optional<String> diff,
        boolean restarts,
        List<String> risks,
        String message,
        List<FieldConflict> conflicts) {

    public PlannedObject {
        risks = List.copyOf(risks);
        conflicts = List.copyOf(conflicts);
    }

    /** What happens to the object. */
    public enum Action {
        CREATE,
        CHANGE,
        DELETE,
        UNCHANGED,
        /** Something else owns the object or some of its fields; nothing happens without an explicit take-over. */
        CONFLICT,
        /** The API server would refuse it. */
        REJECTED
    }
}
