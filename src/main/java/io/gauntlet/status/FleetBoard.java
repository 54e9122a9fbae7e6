package io.gauntlet.status;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterConfigChanged;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.Clusters;
import io.gauntlet.delivery.DeliveryBoard;
import io.gauntlet.kernel.AuditableEvent;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.routing.Routing;
import io.gauntlet.routing.Routings;
import io.gauntlet.stack.EffectiveStack;
import io.gauntlet.stack.Stacks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Puts inventory, observations, stacks and deliveries together. Judging a thousand clusters takes longer than a page may, so
 * the result is kept: a request gets it at once while a newer one is made beside it, and waits only when something was changed
 * by this process or the result is old.
 */
@Service
class FleetBoard implements StatusBoard {

    private static final Logger LOG = LoggerFactory.getLogger(FleetBoard.class);
    private static final Duration REFRESH_AFTER = Duration.ofSeconds(2);
    private static final Duration TOO_OLD = Duration.ofSeconds(15);
    private static final int FOLD_FROM = 3;

    private final Clusters clusters;
    private final Stacks stacks;
    private final Routings routings;
    private final DeliveryBoard deliveries;
    private final Observations observations;
    private final ClusterSweeper sweeper;
    private final StatusProperties properties;
    private final Clock clock;
    private final ReentrantLock building = new ReentrantLock();
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private final AtomicLong changes = new AtomicLong();
    private volatile @Nullable Kept kept;

    FleetBoard(
            Clusters clusters,
            Stacks stacks,
            Routings routings,
            DeliveryBoard deliveries,
            Observations observations,
            ClusterSweeper sweeper,
            StatusProperties properties,
            Clock clock) {
        this.clusters = clusters;
        this.stacks = stacks;
        this.routings = routings;
        this.deliveries = deliveries;
        this.observations = observations;
        this.sweeper = sweeper;
        this.properties = properties;
        this.clock = clock;
    }

    private record Kept(FleetStatus fleet, long changes) {

        Duration age(Instant now) {
            return Duration.between(fleet.builtAt(), now);
        }
    }

    @Override
    public FleetStatus fleet() {
        var present = kept;
        var now = clock.instant();
        if (present == null
                || present.changes != changes.get()
                || present.age(now).compareTo(TOO_OLD) > 0) {
            return rebuild().fleet();
        }
        if (present.age(now).compareTo(REFRESH_AFTER) > 0 && refreshing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("fleet-refresh").start(this::refresh);
        }
        return present.fleet();
    }

    @Override
    public ClusterStatus cluster(ResourceName name) {
        var cluster = clusters.get(name);
        if (cluster.state() == Cluster.State.RETIRED) {
            throw new DomainException.NotFound("cluster", name);
        }
        return judgeAll(List.of(cluster), clusters.all().size()).getFirst();
    }

    @Override
    public void sweepSoon() {
        sweeper.soon();
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(AuditableEvent event) {
        changes.incrementAndGet();
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(ClusterConfigChanged event) {
        changes.incrementAndGet();
    }

    private void refresh() {
        try {
            rebuild();
        } catch (RuntimeException failed) {
            LOG.warn("The state of the fleet could not be put together; the last one is shown on", failed);
        } finally {
            refreshing.set(false);
        }
    }

    private Kept rebuild() {
        var wanted = changes.get();
        building.lock();
        try {
            var present = kept;
            // Somebody else may have built it while this thread waited for the lock.
            if (present != null
                    && present.changes >= wanted
                    && present.age(clock.instant()).compareTo(REFRESH_AFTER) <= 0) {
                return present;
            }
            var seenChanges = changes.get();
            var fresh = new Kept(build(), seenChanges);
            kept = fresh;
            return fresh;
        } finally {
            building.unlock();
        }
    }

    private FleetStatus build() {
        var all = clusters.all();
        var statuses = new ArrayList<>(judgeAll(all, all.size()));
        statuses.sort(Comparator.comparing(ClusterStatus::health).thenComparing(ClusterStatus::name));
        return new FleetStatus(
                clock.instant(),
                Optional.ofNullable(sweeper.sweptAt()),
                properties.intervalFor(all.size()),
                statuses,
                fold(statuses),
                signature(statuses, clock.instant()));
    }

    /** Leaves out when a cluster answered as long as the answer is fresh: a quiet fleet keeps its signature. */
    private static String signature(List<ClusterStatus> statuses, Instant now) {
        var hash = 1L;
        for (var status : statuses) {
            var minutes = status.fresh()
                    ? -1
                    : status.age(now).map(Duration::toMinutes).orElse(-2L);
            hash = 31 * hash
                    + Objects.hash(
                            status.cluster(),
                            status.health(),
                            status.components(),
                            status.findings(),
                            status.delivery(),
                            status.version(),
                            minutes);
        }
        return Long.toHexString(hash);
    }

    private List<ClusterStatus> judgeAll(List<Cluster> all, int fleetSize) {
        var ids = all.stream().map(Cluster::id).toList();
        Map<ClusterId, EffectiveStack> effective = ids.isEmpty() ? Map.of() : stacks.effective(ids);
        Map<ClusterId, DeliveryBoard.State> delivered = ids.isEmpty() ? Map.of() : deliveries.states(ids);
        var selectors = selectors();
        var judge = new ClusterJudge(
                clock.instant(), properties.intervalFor(fleetSize).multipliedBy(3));
        return all.stream()
                .map(cluster -> judge.judge(new ClusterJudge.Subject(
                        cluster,
                        observations.of(cluster.id()).orElse(null),
                        delivered.getOrDefault(cluster.id(), nothing(cluster.id())),
                        effective.get(cluster.id()),
                        selectors.stream().anyMatch(selector -> selector.matches(cluster.labels())))))
                .toList();
    }

    private static DeliveryBoard.State nothing(ClusterId cluster) {
        return new DeliveryBoard.State(
                cluster, 0, 0, Optional.empty(), Optional.empty(), Optional.empty(), false, false);
    }

    private List<LabelSelector> selectors() {
        var found = new ArrayList<LabelSelector>();
        String after = null;
        do {
            var page = routings.page(after, Page.MAX_LIMIT);
            page.items().stream().map(Routing::selector).forEach(found::add);
            after = page.next();
        } while (after != null);
        return found;
    }

    /** Findings that differ only in their cluster. */
    private record Alike(Finding.Code code, String component) {}

    static List<Finding> fold(List<ClusterStatus> statuses) {
        var alike = new LinkedHashMap<Alike, List<Finding>>();
        for (var status : statuses) {
            for (var finding : status.findings()) {
                alike.computeIfAbsent(new Alike(finding.code(), finding.component()), key -> new ArrayList<>())
                        .add(finding);
            }
        }
        var result = new ArrayList<Finding>();
        alike.forEach((key, several) -> {
            if (several.size() >= FOLD_FROM) {
                result.add(Finding.folded(key.code, key.component, several));
            } else {
                result.addAll(several);
            }
        });
        result.sort(Comparator.comparing(Finding::code).thenComparing(Finding::cluster));
        return result;
    }
}
