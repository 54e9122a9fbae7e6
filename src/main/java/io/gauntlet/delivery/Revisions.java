package io.gauntlet.delivery;

import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The history of what clusters were given, and the way back. */
public interface Revisions {

    /**
     * Revisions of a cluster, newest first.
     *
     * @param after the {@code next} of the page before
     */
    Page<Revision> page(ResourceName cluster, @Nullable String after, int limit);

    Revision get(ResourceName cluster, int number);

    /** What differs between two revisions of a cluster, in the order of the later one; values of Secrets stay hidden. */
    Comparison compare(ResourceName cluster, int from, int to);

    /**
     * Starts computing a plan that brings the stored objects of an earlier revision back, byte by byte: what came later is
     * removed. It is pushed like any other plan; after that the cluster stays there until its configuration is pushed again.
     */
    Plan rollBack(ResourceName cluster, int number);

    /**
     * Like {@link #rollBack(ResourceName, int)} for every cluster that a rollout changed, each to the revision that it had
     * before. Clusters without an earlier revision are left out.
     *
     * @throws io.gauntlet.kernel.DomainException.Conflict when there is nothing to bring back
     */
    Plan rollBack(RolloutId rollout);

    /**
     * An immutable set of objects of one cluster.
     *
     * @param digest   over all objects
     * @param restores number of the revision that it brings back
     * @param rollout  that brought it
     * @param applied  whether the cluster has it now
     * @param changes  what it brought of the changes that waited for the cluster
     */
    record Revision(
            int number,
            String digest,
            long generation,
            int objects,
            String author,
            String reason,
            Instant createdAt,
            Optional<Integer> restores,
            Optional<RolloutId> rollout,
            boolean applied,
            Plan.Contents changes) {}

    /**
     * The way from one revision to another.
     *
     * @param meaning what it means in the words of monitoring, as far as that can be told: rules, replicas, versions
     */
    record Comparison(int from, int to, List<String> meaning, List<Difference> objects) {

        public Comparison {
            meaning = List.copyOf(meaning);
            objects = List.copyOf(objects);
        }
    }

    /** How one object differs. */
    record Difference(ObjectRef object, String component, Kind kind, String diff) {}

    /** In which way an object differs. */
    enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }
}
