package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterConnections;
import io.gauntlet.delivery.Rollout.TargetStatus;
import io.gauntlet.delivery.TargetWork.Item;
import io.gauntlet.delivery.TargetWork.Outcome;
import io.gauntlet.delivery.TargetWork.Result;
import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSelector.Operator;
import io.gauntlet.kernel.LabelSelector.Requirement;
import io.gauntlet.rendering.ManifestRenderer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Works on one claimed target: step by step, the objects of a step side by side, every outcome stored before the next step
 * starts. It can be stopped at any point; the next claim goes on with what has no outcome yet.
 */
class TargetRun {

    private static final Logger LOG = LoggerFactory.getLogger(TargetRun.class);
    private static final Duration COMPACTOR_PAUSE = Duration.ofSeconds(2);

    private final RolloutStore rollouts;
    private final AppliedStore applied;
    private final BlobStore blobs;
    private final Completion completion;
    private final TargetProof proof;
    private final ClusterConnections connections;
    private final Fingerprints fingerprints;
    private final RetryPolicy retries;
    private final TransactionOperations transactions;
    private final DeliveryProperties properties;
    private final Clock clock;

    /** The tables that a target is worked from. */
    record Stores(RolloutStore rollouts, AppliedStore applied, BlobStore blobs, Fingerprints fingerprints) {}

    /** What follows when everything is applied. */
    record Afterwards(Completion completion, TargetProof proof) {}

    TargetRun(
            Stores stores,
            Afterwards afterwards,
            ClusterConnections connections,
            RetryPolicy retries,
            TransactionOperations transactions,
            PlanWorker.Engine engine) {
        this.rollouts = stores.rollouts();
        this.applied = stores.applied();
        this.blobs = stores.blobs();
        this.fingerprints = stores.fingerprints();
        this.completion = afterwards.completion();
        this.proof = afterwards.proof();
        this.connections = connections;
        this.retries = retries;
        this.transactions = transactions;
        this.properties = engine.properties();
        this.clock = engine.clock();
    }

    /** @param progress is told the id of the target after each step */
    void run(TargetWork work, Lease lease, Consumer<UUID> progress) {
        try {
            if (work.proving().begun()) {
                proof.run(work, lease, progress);
            } else {
                steps(work, lease, progress);
            }
        } catch (ClusterCallException failed) {
            noAnswer(work, failed);
        } catch (ObjectApplier.LeaseLost lost) {
            LOG.warn("Another worker goes on with cluster {} of rollout {}", work.name(), work.rollout());
        } catch (RuntimeException failed) {
            // The database is away, or a fault of ours: let go, so that somebody tries again.
            LOG.error("Cluster {} of rollout {} stumbled", work.name(), work.rollout(), failed);
            rollouts.retry(work, "INTERNAL", "Interrupted by a fault of Gauntlet; it is tried again.", wait(work));
        }
    }

    private void steps(TargetWork claimed, Lease lease, Consumer<UUID> progress) {
        var earlier = rollouts.firstFailure(claimed);
        if (earlier.isPresent()) {
            end(claimed, TargetStatus.FAILED, earlier.get());
            return;
        }
        var open = rollouts.open(claimed);
        var work = proof.before(claimed);
        var bytes = blobs.get(
                open.stream().flatMap(item -> item.digest().stream()).distinct().toList());
        var steps = open.stream().collect(Collectors.groupingBy(Item::step, TreeMap::new, Collectors.toList()));
        for (var step : steps.values()) {
            if (work.aborting() || lease.aborting()) {
                end(work, TargetStatus.ABORTED, "Aborted; what was applied stays.");
                return;
            }
            var results = step(work, lease, step, bytes);
            if (!store(work, results)) {
                return;
            }
            progress.accept(work.id());
            var bad =
                    results.stream().filter(result -> !result.outcome().good()).findFirst();
            if (bad.isPresent()) {
                end(
                        work,
                        TargetStatus.FAILED,
                        bad.get().item().ref() + ": " + bad.get().message());
                return;
            }
        }
        if (work.aborting() && !open.isEmpty()) {
            end(work, TargetStatus.ABORTED, "Aborted; what was applied stays.");
            return;
        }
        allApplied(work, lease, progress);
    }

    private void allApplied(TargetWork work, Lease lease, Consumer<UUID> progress) {
        if (completion.compactorLeaves(work) && compactorRuns(work)) {
            // Two compactors on one bucket destroy blocks, so the next one may start only when the last pod is gone.
            rollouts.retry(work, "COMPACTOR", "Waiting until the compactor has stopped.", COMPACTOR_PAUSE);
            return;
        }
        if (completion.applied(work) && work.proving().wanted()) {
            progress.accept(work.id());
            proof.run(work, lease, progress);
        }
    }

    private boolean compactorRuns(TargetWork work) {
        var pods = new LabelSelector(List.of(
                new Requirement(ManifestRenderer.OWNER_LABEL, Operator.IN, Set.of(work.name())),
                new Requirement("app.kubernetes.io/component", Operator.IN, Set.of("compactor"))));
        return !connections
                .api(work.cluster())
                .list(Refs.PODS, work.namespace(), pods)
                .isEmpty();
    }

    /** Outcomes of one step; when the cluster stops to answer, what got through is stored before that is thrown. */
    private List<Result> step(TargetWork work, Lease lease, List<Item> items, Map<Digest, byte[]> bytes) {
        var applier = new ObjectApplier(connections.api(work.cluster()), fingerprints, work.resumed(), lease);
        var silent = new AtomicReference<@Nullable RuntimeException>();
        var results = Lanes.map(items, properties.requestsPerCluster(), item -> bring(applier, item, bytes, silent));
        var failure = silent.get();
        var got = results.stream().flatMap(Optional::stream).toList();
        if (failure == null) {
            return got;
        }
        if (!got.isEmpty()) {
            store(work, got);
        }
        throw failure;
    }

    private static Optional<Result> bring(
            ObjectApplier applier,
            Item item,
            Map<Digest, byte[]> bytes,
            AtomicReference<@Nullable RuntimeException> silent) {
        if (silent.get() != null) {
            return Optional.empty();
        }
        try {
            return Optional.of(applier.bring(item, bytesOf(item, bytes)));
        } catch (ClusterCallException | ObjectApplier.LeaseLost failed) {
            silent.compareAndSet(null, failed);
            return Optional.empty();
        }
    }

    private static byte[] bytesOf(Item item, Map<Digest, byte[]> bytes) {
        var json =
                item.digest().isEmpty() ? new byte[0] : bytes.get(item.digest().get());
        if (json == null) {
            throw new IllegalStateException("the bytes of " + item.ref() + " are not stored");
        }
        return json;
    }

    /** False when the claim is lost; then nothing was stored. */
    private boolean store(TargetWork work, List<Result> results) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            if (!rollouts.fenceAnswered(work)) {
                return false;
            }
            var now = clock.instant();
            rollouts.record(work, results, now);
            var inEffect = new ArrayList<AppliedObject>();
            for (var result : results) {
                result.live()
                        .ifPresent(seen -> result.item()
                                .digest()
                                .ifPresent(digest -> inEffect.add(new AppliedObject(
                                        result.item().ref(), digest, seen.uid(), seen.version(), seen.content()))));
            }
            applied.put(work.cluster(), inEffect, now);
            applied.remove(
                    work.cluster(),
                    results.stream()
                            .filter(result -> result.outcome() == Outcome.DELETED)
                            .map(result -> result.item().ref())
                            .toList());
            return true;
        }));
    }

    private void noAnswer(TargetWork work, ClusterCallException failed) {
        var message = failed.failure() + ": " + failed.getMessage();
        var wait = retries.wait(failed, work.attempts(), Duration.ofMillis(work.failingMs()));
        if (wait.isPresent()) {
            LOG.warn("Cluster {} gives no answer, next try in {}: {}", work.name(), wait.get(), message);
            rollouts.retry(work, failed.failure().name(), message, wait.get());
        } else {
            var waits = work.proving().begun() && work.proving().holds();
            end(work, waits ? TargetStatus.HELD : TargetStatus.FAILED, message);
        }
    }

    private void end(TargetWork work, TargetStatus status, String message) {
        completion.ended(work, status, message);
    }

    private Duration wait(TargetWork work) {
        var doubled = properties.firstRetry().multipliedBy(1L << Math.min(work.attempts(), 6));
        return doubled.compareTo(properties.longestRetry()) < 0 ? doubled : properties.longestRetry();
    }
}
