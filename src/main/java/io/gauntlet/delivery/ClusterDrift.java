package io.gauntlet.delivery;

import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one cluster differs from what was applied to it, as it was when read.
 *
 * @param sweptAt  when it was looked at last with an answer
 * @param failure  why the last look got no answer; empty when it did
 * @param revision number of the revision that was applied last
 * @param compared objects that were compared
 * @param drifted  objects that differ
 * @param manager  who changed the object that was changed last; empty when that is not known
 * @param version  of the policy, for optimistic locking
 * @param rollout  the running rollout that has this cluster as a target
 * @param objects  what differs; empty in lists
 */
public record ClusterDrift(
        ResourceName cluster,
        String displayName,
        State state,
        Optional<Instant> sweptAt,
        String failure,
        int revision,
        int compared,
        int drifted,
        String manager,
        DriftPolicy policy,
        int version,
        Optional<RolloutId> rollout,
        List<DriftedObject> objects) {

    public ClusterDrift {
        objects = List.copyOf(objects);
    }

    /** What is known. */
    public enum State {
        IN_SYNC,
        DRIFTED,
        /** Something changes an object back after every heal, so healing it has stopped. */
        FIGHT,
        /** The last answer is too old, or older than what was applied last. */
        UNKNOWN
    }

    /** How an object differs. */
    public enum Difference {
        MISSING,
        CHANGED,
        /** The API server refuses what was applied, as after a field that cannot be changed was. */
        REFUSED
    }

    /**
     * One object that differs.
     *
     * @param tolerated whether only an autoscaler or fields that the policy leaves out differ; then it does not count
     * @param diff      from the live object to what was applied, values of Secrets hidden
     * @param fields    JSON pointers of what differs, at most a hundred
     * @param excepted  those of the fields that are left as they are
     * @param fight     who changes it back after every heal
     */
    public record DriftedObject(
            ObjectRef ref,
            String component,
            Difference difference,
            boolean tolerated,
            String diff,
            List<String> fields,
            List<String> excepted,
            String message,
            Author author,
            Instant firstSeen,
            Instant lastSeen,
            Optional<Fight> fight) {

        public DriftedObject {
            fields = List.copyOf(fields);
            excepted = List.copyOf(excepted);
        }
    }

    /**
     * Who changed an object, as far as its managed fields tell; the cluster says so, nobody proves it.
     *
     * @param manager   name of the field manager; empty when nothing tells
     * @param operation {@code Apply} or {@code Update}
     */
    public record Author(String manager, String operation, Optional<Instant> time) {

        static final Author UNKNOWN = new Author("", "", Optional.empty());
    }

    /** @param times how often it was changed back after a heal */
    public record Fight(String manager, int times, Instant since) {}
}
