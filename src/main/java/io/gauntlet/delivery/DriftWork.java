package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.ClusterDrift.Author;
import io.gauntlet.delivery.ClusterDrift.Difference;
import io.gauntlet.delivery.ObjectDraft.Seen;
import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A cluster that this process looks at, as long as nobody else has claimed it with a higher epoch.
 *
 * @param asked       how many looks had been asked for
 * @param version     of the policy
 * @param fingerprint of the last look; empty when there is none to compare with
 * @param revision    that was applied last
 * @param worked      the last work of a rollout on this cluster, to notice one that came and went during the look
 */
record DriftWork(
        ClusterId cluster,
        long epoch,
        long asked,
        DriftPolicy policy,
        int version,
        String fingerprint,
        UUID revision,
        String worked) {

    /** What is known of one object before a look. */
    record Known(Expected expected, Optional<AppliedObject> applied, Optional<Finding> before) {}

    /** What should be there. */
    record Expected(ObjectRef ref, Digest digest, int step, String component) {}

    /**
     * What differs.
     *
     * @param live    what was seen; empty when nothing is there
     * @param policy  version of the policy that was judged by
     */
    record Finding(
            Expected expected,
            Difference difference,
            boolean tolerated,
            Optional<Seen> live,
            List<String> fields,
            List<String> excepted,
            String diff,
            String message,
            Author author,
            int policy) {

        /** The same at a later version of the live object. */
        Finding at(Seen seen) {
            return new Finding(
                    expected,
                    difference,
                    tolerated,
                    Optional.of(seen),
                    fields,
                    excepted,
                    diff,
                    message,
                    author,
                    policy);
        }
    }
}
