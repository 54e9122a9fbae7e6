package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.kernel.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims clusters that are due and looks at each on a virtual thread of its own, a bounded number at the same time. Several
 * processes may do this on one database.
 */
class DriftWorker {

    private static final Logger LOG = LoggerFactory.getLogger(DriftWorker.class);
    /** How long a change of a cluster's state in the inventory may go unnoticed. */
    private static final Duration FLEET_AGE = Duration.ofSeconds(2);

    private final DriftStore claims;
    private final DriftSweep sweep;
    private final Healing healing;
    private final Clusters clusters;
    private final DriftProperties properties;
    private final String owner;
    private final AtomicInteger busy = new AtomicInteger();
    private final Signal due = new Signal();
    private volatile Fleet fleet = new Fleet(Map.of(), Long.MIN_VALUE);

    private record Fleet(Map<ClusterId, Cluster> clusters, long readAt) {}

    DriftWorker(
            DriftStore claims,
            DriftSweep sweep,
            Healing healing,
            Clusters clusters,
            DriftProperties properties,
            String owner) {
        this.claims = claims;
        this.sweep = sweep;
        this.healing = healing;
        this.clusters = clusters;
        this.properties = properties;
        this.owner = owner;
    }

    /** Raised when there may be something to look at. */
    Signal due() {
        return due;
    }

    void wake() {
        due.raise();
    }

    /** Looks at everything that is due now and returns when that is done; the number of clusters. */
    int runDueOnce() {
        var threads = new ArrayList<Thread>();
        claims.enroll();
        for (var work : claims.claim(owner, properties.atOnce())) {
            threads.add(start(work));
        }
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return threads.size();
            }
        }
        return threads.size();
    }

    /** Starts to look at what is due now, as far as this process has room; whether there was anything. */
    boolean startDue() {
        claims.enroll();
        var free = properties.atOnce() - busy.get();
        var works = free > 0 ? claims.claim(owner, free) : List.<DriftWork>of();
        works.forEach(this::start);
        return !works.isEmpty();
    }

    private Thread start(DriftWork work) {
        busy.incrementAndGet();
        return Thread.ofVirtual().name("drift").start(() -> {
            try {
                look(work);
            } catch (RuntimeException failed) {
                // Nothing could be written; the lease runs out and the cluster is claimed again.
                LOG.error("Cluster {} was left while it was compared", work.cluster(), failed);
            } finally {
                busy.decrementAndGet();
                due.raise();
            }
        });
    }

    private void look(DriftWork work) {
        var cluster = cluster(work.cluster());
        if (cluster.isEmpty()) {
            claims.forget(List.of(work.cluster()));
        } else if (cluster.get().state() != Cluster.State.ACTIVE) {
            claims.letGo(work, properties.interval());
        } else {
            look(work, cluster.get());
        }
    }

    private DriftSweep.Outcome look(DriftWork work, Cluster cluster) {
        var outcome = sweep.run(work, cluster);
        if (work.policy().heals()
                && (outcome == DriftSweep.Outcome.COMPARED || outcome == DriftSweep.Outcome.UNCHANGED)) {
            healing.automatic(cluster);
        }
        return outcome;
    }

    /** Looks at one cluster on this thread; false while somebody else does, or a rollout works on it. */
    boolean look(Cluster cluster) {
        return claims.claim(cluster.id(), owner)
                .map(work -> look(work, cluster) != DriftSweep.Outcome.OVERTAKEN)
                .orElse(false);
    }

    private Optional<Cluster> cluster(ClusterId id) {
        var now = System.nanoTime();
        var known = fleet;
        if (known.readAt() == Long.MIN_VALUE || now - known.readAt() > FLEET_AGE.toNanos()) {
            known = new Fleet(clusters.all().stream().collect(Collectors.toMap(Cluster::id, Function.identity())), now);
            fleet = known;
        }
        return Optional.ofNullable(known.clusters().get(id));
    }
}
