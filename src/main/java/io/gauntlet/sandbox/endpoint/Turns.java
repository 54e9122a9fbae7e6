package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.workload.LiveCluster;
import io.gauntlet.sandbox.workload.Program;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/**
 * What programs work out at their turn and not at every question, as real ones do with rules. The next turn is when something in the
 * cluster has changed, when the program has loaded its files again, or after half a minute. Values have to be small, since a
 * thousand clusters have them. Safe for many threads.
 */
final class Turns<V> {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private record Turn<V>(long changes, int reloads, Instant at, V value) {

        boolean holds(long changesNow, int reloadsNow, Instant now) {
            return changes == changesNow
                    && reloads == reloadsNow
                    && !now.isBefore(at)
                    && now.isBefore(at.plus(LONGEST));
        }
    }

    private final LiveCluster cluster;
    private final Map<Program, Turn<V>> latest = Collections.synchronizedMap(new WeakHashMap<>());

    Turns(LiveCluster cluster) {
        this.cluster = cluster;
    }

    /** The value of this turn; it must not refer to the program. */
    V of(Program program, Supplier<V> source) {
        // Read first: what changes meanwhile ends the turn.
        var changes = cluster.changes();
        var reloads = program.reloads();
        var now = cluster.now();
        var known = latest.get(program);
        if (known != null && known.holds(changes, reloads, now)) {
            return known.value();
        }
        var value = source.get();
        latest.put(program, new Turn<>(changes, reloads, now, value));
        return value;
    }
}
