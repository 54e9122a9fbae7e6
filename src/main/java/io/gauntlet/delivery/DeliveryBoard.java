package io.gauntlet.delivery;

import io.gauntlet.change.Change;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where each cluster stands between what it should run and what was applied. */
public interface DeliveryBoard {

    /** One entry for each of the clusters. */
    Map<ClusterId, State> states(Collection<ClusterId> clusters);

    /** Number of clusters with changes that were not pushed yet, for the top bar. */
    int unpushedClusters();

    /** Changes of documents that wait for a push somewhere, newest first. */
    Page<PendingChange> pending(@Nullable String after, int limit);

    /** Changes of documents that wait for a push of this cluster, newest first. */
    Page<PendingChange> pending(ResourceName cluster, @Nullable String after, int limit);

    /** Every change of a document, newest first. */
    Page<PendingChange> log(@Nullable String after, int limit);

    /** Where this change waits. */
    PendingChange pending(long change);

    /** Clusters with changes that were not pushed yet, by name. */
    Page<Unpushed> unpushed(@Nullable String after, int limit);

    /**
     * Where one cluster stands.
     *
     * @param desired  raised by every change of the configuration
     * @param applied  the desired generation that the last successful rollout brought; 0 before the first
     * @param revision number of the revision that was applied last
     * @param rollout  the running rollout that has this cluster as a target
     * @param pinned   whether an earlier revision was brought back and the configuration was not pushed since
     * @param holdsBack whether the last push left changes out
     */
    record State(
            ClusterId cluster,
            long desired,
            long applied,
            Optional<Integer> revision,
            Optional<Instant> appliedAt,
            Optional<RolloutId> rollout,
            boolean pinned,
            boolean holdsBack) {

        public boolean unpushed() {
            return desired > applied || holdsBack;
        }
    }

    /**
     * A change of a document.
     *
     * @param clusters where it waits, by name
     * @param done     clusters that it touched and that have it, or what came later
     */
    record PendingChange(Change change, List<ResourceName> clusters, List<ResourceName> done) {

        public PendingChange {
            clusters = List.copyOf(clusters);
            done = List.copyOf(done);
        }
    }

    /** @param causes why, newest first, at most five; {@code more} of them are not told */
    record Unpushed(ResourceName name, String displayName, State state, List<String> causes, int more) {

        public Unpushed {
            causes = List.copyOf(causes);
        }
    }
}
