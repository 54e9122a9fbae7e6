package io.gauntlet.status;

import io.gauntlet.cluster.ClusterId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The latest observation of each cluster, in memory. Changes are stored at once; what stays the same only every few minutes,
 * so that watching a quiet fleet writes next to nothing.
 */
@Component
class Observations {

    private static final Logger LOG = LoggerFactory.getLogger(Observations.class);
    private static final Duration CONFIRM_EVERY = Duration.ofMinutes(5);

    private final ObservationStore store;
    private final Map<ClusterId, Observation> latest = new ConcurrentHashMap<>();
    private final Map<ClusterId, Instant> storedAt = new ConcurrentHashMap<>();
    private volatile boolean loaded;

    Observations(ObservationStore store) {
        this.store = store;
    }

    Optional<Observation> of(ClusterId cluster) {
        load();
        return Optional.ofNullable(latest.get(cluster));
    }

    void record(ClusterId cluster, Observation observation) {
        load();
        var before = latest.put(cluster, observation);
        if (!observation.sameAs(before)) {
            try {
                store.save(cluster, observation);
                storedAt.put(cluster, observation.takenAt());
            } catch (DataAccessException failed) {
                // Pages read from memory; the next change is stored again.
                LOG.warn("An observation could not be stored: {}", failed.getMessage());
            }
        }
    }

    /** Ends a sweep: forgets clusters that are gone, and confirms what has not been stored for long. */
    void settle(Set<ClusterId> present, Instant now) {
        latest.keySet().retainAll(present);
        storedAt.keySet().retainAll(present);
        var due = new ArrayList<ClusterId>();
        latest.forEach((cluster, observation) -> {
            var stored = storedAt.getOrDefault(cluster, Instant.EPOCH);
            if (observation.failure() == null && stored.plus(CONFIRM_EVERY).isBefore(observation.takenAt())) {
                due.add(cluster);
            }
        });
        try {
            store.confirm(due, now);
            due.forEach(cluster -> storedAt.put(cluster, now));
        } catch (DataAccessException failed) {
            LOG.warn("Observations could not be confirmed: {}", failed.getMessage());
        }
    }

    private void load() {
        if (loaded) {
            return;
        }
        synchronized (this) {
            if (!loaded) {
                store.all().forEach(latest::putIfAbsent);
                loaded = true;
            }
        }
    }
}
