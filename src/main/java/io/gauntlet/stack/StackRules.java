package io.gauntlet.stack;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rules between the stacks of the fleet: labels that identify, host ports that two stacks of one cluster share. */
@Component
class StackRules {

    /** Any number that no other lock of the database uses. */
    private static final long LOCK = 4_201_120L;

    private static final String PORT = "nodeExporter.port";

    private final StackRepository stacks;
    private final ProfileRepository profiles;
    private final Clusters clusters;
    private final JdbcClient jdbc;

    StackRules(StackRepository stacks, ProfileRepository profiles, Clusters clusters, JdbcClient jdbc) {
        this.stacks = stacks;
        this.profiles = profiles;
        this.clusters = clusters;
        this.jdbc = jdbc;
    }

    /** Until the end of the transaction no other stack changes, so that rules over several rows hold. */
    void serialise() {
        jdbc.sql("SELECT pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query((row, number) -> number)
                .list();
    }

    /** The stack of a cluster that nobody configured; not stored. */
    StackEntity fresh(Cluster cluster, UUID profile) {
        var name = cluster.name().value();
        var own = cluster.id().value().toString();
        var label = labelUser(cluster.id(), name) == null ? name : name + "-" + own.substring(own.length() - 6);
        return new StackEntity(
                cluster.id().value(),
                cluster.apiServer(),
                profile,
                LabelSet.of(Map.of(ExternalLabels.CLUSTER, label)),
                freePort(cluster));
    }

    /** A second stack in one Kubernetes cluster shares its nodes with the first, so its exporter needs another host port. */
    private Map<String, Object> freePort(Cluster cluster) {
        var taken = new HashSet<>(ports(cluster.id(), cluster.apiServer()).values());
        var port = Defaults.settings().nodeExporter().port();
        if (!taken.contains(port)) {
            return Map.of();
        }
        while (taken.contains(port)) {
            port++;
        }
        return Map.of(PORT, port);
    }

    private Map<ClusterId, Integer> ports(ClusterId self, String apiServer) {
        var result = new HashMap<ClusterId, Integer>();
        for (var row : stacks.findByApiServer(apiServer)) {
            var id = new ClusterId(row.clusterId());
            if (!id.equals(self)) {
                var settings = StackStore.resolve(
                                row, profiles.findById(row.profileId()).orElseThrow())
                        .settings();
                if (settings.nodeExporter().enabled()) {
                    result.put(id, settings.nodeExporter().port());
                }
            }
        }
        return result;
    }

    /**
     * Throws what is wrong with a changed stack.
     *
     * @throws DomainException.Invalid for settings and labels that break a rule
     * @throws DomainException.Conflict for labels that are fixed or taken
     */
    void require(Cluster cluster, EffectiveStack before, EffectiveStack after) {
        var problems = new ArrayList<FieldProblem>();
        problems.addAll(SettingsCheck.check(after.settings(), after.bucket().isPresent()));
        problems.addAll(ExternalLabels.check(
                after.externalLabels(), after.settings().prometheus().replicaLabel()));
        if (after.settings().nodeExporter().enabled()) {
            var port = after.settings().nodeExporter().port();
            ports(cluster.id(), cluster.apiServer()).forEach((other, taken) -> {
                if (taken == port) {
                    problems.add(new FieldProblem(
                            PORT,
                            "The stack '" + name(other) + "' uses the port on the same nodes.",
                            "Use another port, or switch one of the exporters off."));
                }
            });
        }
        SparseSettings.require(problems);
        requireFixedKept(before, after);
        requireFree(after);
    }

    private static void requireFixedKept(EffectiveStack before, EffectiveStack after) {
        var same = before.externalLabels().equals(after.externalLabels())
                && before.bucket().equals(after.bucket())
                && before.settings()
                        .prometheus()
                        .replicaLabel()
                        .equals(after.settings().prometheus().replicaLabel());
        if (before.labelsFixed() && !same) {
            throw new DomainException.Conflict(
                    "Blocks of this cluster were uploaded: its external labels, replica label and bucket are fixed.",
                    List.of(new FieldProblem(
                            before.bucket().equals(after.bucket()) ? "externalLabels" : "bucket",
                            "Other labels would start a new stream beside the old blocks.",
                            "Keep them; add a new cluster entry to start afresh.")));
        }
    }

    private void requireFree(EffectiveStack after) {
        if (after.bucket().isPresent()) {
            for (var row : stacks.findByBucketId(after.bucket().get().value())) {
                var other = new ClusterId(row.clusterId());
                if (!other.equals(after.cluster()) && row.externalLabels().equals(after.externalLabels())) {
                    throw labelsTaken(other);
                }
            }
        }
        var label = after.externalLabels().get(ExternalLabels.CLUSTER).orElse("");
        var other = labelUser(after.cluster(), label);
        if (other != null) {
            throw labelsTaken(other);
        }
    }

    DomainException.Conflict labelsTaken(@Nullable ClusterId by) {
        var who = by == null ? "Another stack" : "The stack of '" + name(by) + "'";
        return new DomainException.Conflict(
                who + " has the same external labels.",
                List.of(new FieldProblem(
                        "externalLabels.cluster",
                        "Series of two clusters could not be told apart.",
                        "Give each cluster its own value of the label cluster.")));
    }

    /** A cluster of the fleet, other than {@code self}, whose label {@code cluster} has this value. */
    private @Nullable ClusterId labelUser(ClusterId self, String value) {
        var text = LabelSet.of(Map.of(ExternalLabels.CLUSTER, value)).canonical();
        for (var row : stacks.findByExternalLabelsTextContaining(text)) {
            var other = new ClusterId(row.clusterId());
            var same = row.externalLabels()
                    .get(ExternalLabels.CLUSTER)
                    .filter(value::equals)
                    .isPresent();
            if (same && !other.equals(self) && clusters.get(other).state() != Cluster.State.RETIRED) {
                return other;
            }
        }
        return null;
    }

    private String name(ClusterId cluster) {
        return clusters.get(cluster).name().value();
    }

    /** Names of clusters that are in the fleet, of these. */
    Set<String> active(List<ClusterId> ids) {
        var names = new TreeSet<String>();
        for (var id : ids) {
            var cluster = clusters.get(id);
            if (cluster.state() != Cluster.State.RETIRED) {
                names.add(cluster.name().value());
            }
        }
        return names;
    }
}
