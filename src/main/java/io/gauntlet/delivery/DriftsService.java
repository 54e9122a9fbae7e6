package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionOperations;

/** Shows drift and does what people ask about it; every change is audited in the same transaction. */
class DriftsService implements Drifts {

    private static final int LOT = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Clusters clusters;
    private final Parts drift;
    private final RolloutQueries rollouts;
    private final TransactionOperations transactions;
    private final ApplicationEventPublisher events;

    /** What drift is made of. */
    record Parts(
            DriftStore claims,
            DriftPolicies policies,
            DriftReads reads,
            HealStore heals,
            Healing healing,
            DriftWorker worker) {}

    DriftsService(
            Clusters clusters,
            Parts drift,
            RolloutQueries rollouts,
            TransactionOperations transactions,
            ApplicationEventPublisher events) {
        this.clusters = clusters;
        this.drift = drift;
        this.rollouts = rollouts;
        this.transactions = transactions;
        this.events = events;
    }

    @Override
    public Page<ClusterDrift> page(ClusterDrift.@Nullable State state, @Nullable String after, int limit) {
        drift.claims().enroll();
        var rest = clusters.all().stream()
                .filter(cluster -> after == null || cluster.name().value().compareTo(after) > 0)
                .sorted(Comparator.comparing(Cluster::name))
                .toList();
        var found = new ArrayList<ClusterDrift>();
        for (var from = 0; from < rest.size() && found.size() <= limit; from += LOT) {
            var lot = rest.subList(from, Math.min(rest.size(), from + LOT));
            var summaries = drift.reads().summaries(lot);
            lot.stream()
                    .map(cluster -> summaries.get(cluster.id()))
                    .filter(summary -> summary != null && (state == null || summary.state() == state))
                    .forEach(found::add);
        }
        var rows = found.subList(0, Math.min(found.size(), limit + 1));
        return Page.cut(List.copyOf(rows), limit, row -> row.cluster().value());
    }

    @Override
    public ClusterDrift get(ResourceName name) {
        return read(clusters.get(name));
    }

    @Override
    public Optional<ClusterDrift> find(ResourceName name) {
        return clusters.find(name)
                .flatMap(cluster -> drift.reads().get(cluster, drift.heals().fights(cluster.id())));
    }

    private ClusterDrift read(Cluster cluster) {
        drift.claims().enroll();
        return drift.reads()
                .get(cluster, drift.heals().fights(cluster.id()))
                .orElseThrow(() -> new DomainException.NotFound("applied revision of cluster", cluster.name()));
    }

    @Override
    public ClusterDrift setPolicy(ResourceName name, int version, DriftPolicy policy) {
        var cluster = clusters.get(name);
        EntityTag.requireMatch(version, read(cluster).version(), "drift policy of cluster", name);
        transactions.executeWithoutResult(status -> {
            if (!drift.policies().set(cluster.id(), version, policy)) {
                throw new DomainException.Stale("drift policy of cluster", name);
            }
            events.publishEvent(DeliveryEvent.ofCluster(
                    name.value(),
                    "delivery.drift-policy-changed",
                    Map.of(
                            "policy", policy.mode().name(),
                            "except",
                                    policy.except().stream()
                                            .map(DriftField::text)
                                            .collect(Collectors.joining(" ")))));
        });
        drift.worker().wake();
        return read(cluster);
    }

    @Override
    public ClusterDrift sweep(ResourceName name) {
        var cluster = active(name);
        read(cluster);
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!drift.worker().look(cluster)) {
            if (read(cluster).rollout().isPresent()) {
                throw new DomainException.Conflict(
                        "A rollout works on this cluster. Compare it when the rollout has ended.");
            }
            if (System.nanoTime() > end) {
                throw new DomainException.Conflict(
                        "The cluster is being compared already. Read the result in a moment.");
            }
            pause();
        }
        return read(cluster);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    private Cluster active(ResourceName name) {
        var cluster = clusters.get(name);
        if (cluster.state() != Cluster.State.ACTIVE) {
            throw new DomainException.Conflict(
                    "The cluster is disabled or has no credentials. Enable it or renew them first.");
        }
        return cluster;
    }

    @Override
    public Rollout heal(ResourceName name) {
        var cluster = active(name);
        read(cluster);
        return rollouts.get(drift.healing().byHand(cluster));
    }

    @Override
    public ClusterDrift resume(ResourceName name) {
        var cluster = clusters.get(name);
        transactions.executeWithoutResult(status -> {
            var over = drift.heals().settle(cluster.id());
            if (over.isEmpty()) {
                throw new DomainException.Conflict(
                        "Nothing is changed back again and again, so healing goes on already.");
            }
            drift.claims().soon(List.of(cluster.id()));
            events.publishEvent(DeliveryEvent.ofCluster(
                    name.value(),
                    "delivery.heal-resumed",
                    Map.of(
                            "objects",
                            over.stream()
                                    .map(Object::toString)
                                    .sorted()
                                    .limit(10)
                                    .collect(Collectors.joining(", ")))));
        });
        drift.worker().wake();
        return read(cluster);
    }
}
