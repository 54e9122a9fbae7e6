package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.rendering.ManifestSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a push would change, as it was when read.
 *
 * @param summary   over all clusters
 * @param message   why it could not be computed; empty else
 * @param clusters  in the order of their names
 * @param expiresAt after this moment it has to be made again; empty while it is computed
 * @param rollout   what was made of it
 * @param intent    what became of the push that was asked for together with the plan; empty text while it waits
 * @param without   changes that were to be left out where they wait
 */
public record Plan(
        PlanId id,
        Status status,
        Purpose purpose,
        String message,
        Summary summary,
        List<ClusterPart> clusters,
        String createdBy,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<RolloutId> rollout,
        Optional<String> intent,
        List<Long> without) {

    public Plan {
        without = List.copyOf(without);
        clusters = List.copyOf(clusters);
    }

    /** Names of the clusters. */
    public List<ResourceName> clusterNames() {
        return clusters.stream().map(ClusterPart::name).toList();
    }

    /** What a plan is for. */
    public enum Purpose {
        /** To bring the configuration of now into clusters. */
        PUSH,
        /** To bring stored objects of earlier revisions back. */
        ROLL_BACK
    }

    /** How far a plan is. */
    public enum Status {
        COMPUTING,
        /** At least one cluster can be pushed; those that cannot are left out. */
        READY,
        /** Nothing would change. */
        EMPTY,
        /** No cluster can be pushed: conflicts, rejected objects, clusters without an answer. */
        BLOCKED,
        /** It could not be computed at all. */
        FAILED,
        /** A rollout was made of it. */
        PUSHED
    }

    /** Numbers of objects; {@code conflict} also counts those that the API server refuses. */
    public record Summary(int create, int change, int delete, int unchanged, int conflict) {

        Summary plus(Summary other) {
            return new Summary(
                    create + other.create,
                    change + other.change,
                    delete + other.delete,
                    unchanged + other.unchanged,
                    conflict + other.conflict);
        }
    }

    /** Numbers of the changes that a plan brings to a cluster, and of those that go on waiting there. */
    public record Contents(List<Long> holds, List<Long> leftOut) {

        public Contents {
            holds = List.copyOf(holds);
            leftOut = List.copyOf(leftOut);
        }
    }

    /** How one cluster of a plan stands. */
    public enum ClusterStatus {
        PENDING,
        READY,
        EMPTY,
        /** A conflict, a rejected object or a notice forbids the push of this cluster. */
        BLOCKED,
        /** The cluster gave no usable answer; the message says why. */
        UNREACHABLE,
        FAILED
    }

    /**
     * The part of one cluster.
     *
     * @param message  why it is left out; empty else
     * @param notices  remarks of the renderer and the planner
     * @param restarts workloads whose pods will be replaced
     * @param risks    objects that put collected samples or their order at risk
     * @param changes  what it brings of the changes that wait for the cluster
     */
    public record ClusterPart(
            ClusterId cluster,
            ResourceName name,
            ClusterStatus status,
            String message,
            long generation,
            Summary summary,
            List<ManifestSet.Notice> notices,
            int restarts,
            int risks,
            Contents changes) {

        public ClusterPart {
            notices = List.copyOf(notices);
        }

        /** Whether the plan leaves this cluster out. */
        public boolean excluded() {
            return status == ClusterStatus.BLOCKED
                    || status == ClusterStatus.UNREACHABLE
                    || status == ClusterStatus.FAILED;
        }
    }
}
