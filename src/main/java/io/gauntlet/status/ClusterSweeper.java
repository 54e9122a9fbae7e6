package io.gauntlet.status;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.Cluster.State;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.AuditableEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Looks at every active cluster in turn, a bounded number at a time. A cluster that does not answer costs its own time limit
 * and holds up no other one.
 */
@Component
class ClusterSweeper implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterSweeper.class);

    private final Clusters clusters;
    private final ClusterProbe probe;
    private final Observations observations;
    private final StatusProperties properties;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Instant due = Instant.EPOCH;
    private volatile @Nullable Instant sweptAt;

    ClusterSweeper(
            Clusters clusters,
            ClusterProbe probe,
            Observations observations,
            StatusProperties properties,
            Clock clock) {
        this.clusters = clusters;
        this.probe = probe;
        this.observations = observations;
        this.properties = properties;
        this.clock = clock;
    }

    /** When the last sweep ended; null before the first. */
    @Nullable
    Instant sweptAt() {
        return sweptAt;
    }

    /** The next sweep starts within a second. */
    void soon() {
        due = Instant.EPOCH;
    }

    /** A cluster that was added, edited or got new credentials is looked at without waiting for its turn. */
    @TransactionalEventListener(fallbackExecution = true)
    void on(AuditableEvent event) {
        if ("cluster".equals(event.subjectType())) {
            soon();
        }
    }

    @Scheduled(fixedDelay = 1000)
    void tick() {
        if (properties.enabled() && !clock.instant().isBefore(due)) {
            try {
                sweep();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failed) {
                LOG.warn("The clusters could not be looked at; trying again", failed);
            }
        }
    }

    /** Looks at all active clusters once and returns when the last one answered or ran out of time. */
    void sweep() throws InterruptedException {
        var all = clusters.all();
        due = clock.instant().plus(properties.intervalFor(all.size()));
        var permits = new Semaphore(properties.concurrency());
        for (var cluster : all) {
            if (cluster.state() == State.ACTIVE) {
                permits.acquire();
                threads.execute(() -> {
                    try {
                        observations.record(cluster.id(), lookInTime(cluster));
                    } finally {
                        permits.release();
                    }
                });
            }
        }
        permits.acquire(properties.concurrency());
        var now = clock.instant();
        observations.settle(all.stream().map(Cluster::id).collect(Collectors.toSet()), now);
        sweptAt = now;
    }

    private Observation lookInTime(Cluster cluster) {
        var before = observations.of(cluster.id()).orElse(null);
        var look = threads.submit(() -> probe.look(cluster, before));
        try {
            return look.get(properties.timeLimit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            look.cancel(true);
            var message = "no answer within " + properties.timeLimit().toSeconds() + " s";
            return Observation.failed(before, clock.instant(), Failure.TIMEOUT, message);
        } catch (ExecutionException failed) {
            LOG.warn("Cluster {} could not be looked at", cluster.name(), failed.getCause());
            return Observation.failed(before, clock.instant(), Failure.BAD_ANSWER, "its answer could not be read");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            look.cancel(true);
            return Observation.failed(before, clock.instant(), Failure.UNREACHABLE, "stopped");
        }
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
