package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.proof.Baseline;
import io.gauntlet.proof.Expectation;
import io.gauntlet.proof.LoadProofs;
import io.gauntlet.proof.Report;
import io.gauntlet.proof.Report.Gate;
import io.gauntlet.proof.Report.Replica;
import io.gauntlet.proof.Report.State;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Replicas that run what was applied at once, unless a test says how one of them stands. */
final class ScriptedProofs implements LoadProofs {

    private final Map<ClusterId, State> states = new ConcurrentHashMap<>();
    private final Map<ClusterId, Boolean> closed = new ConcurrentHashMap<>();
    final AtomicInteger looks = new AtomicInteger();
    final AtomicInteger hurries = new AtomicInteger();
    volatile Baseline baseline = Baseline.unknown();
    volatile Baseline seenBaseline = Baseline.unknown();

    void stands(ClusterId cluster, State state) {
        states.put(cluster, state);
    }

    void closes(ClusterId cluster, boolean gate) {
        closed.put(cluster, gate);
    }

    @Override
    public Expectation expectation(Collection<byte[]> objects) {
        return new Expectation("any", "monitoring", List.of(), "0");
    }

    @Override
    public Baseline baseline(ClusterId cluster, Expectation expected) {
        return baseline;
    }

    @Override
    public Report look(ClusterId cluster, Expectation expected, Baseline before) {
        looks.incrementAndGet();
        seenBaseline = before;
        var state = states.getOrDefault(cluster, State.LOADED);
        return new Report(
                List.of(
                        new Replica("prometheus", "prometheus-0", State.LOADED, ""),
                        new Replica("prometheus", "prometheus-1", state, state == State.FAILED ? "bad rule" : "")),
                List.of(new Gate("stores", !closed.getOrDefault(cluster, false), "2 of 3 stores")),
                Instant.parse("2026-11-25T12:00:00Z"));
    }

    @Override
    public void advance(ClusterId cluster, Expectation expected, Report last) {
        hurries.incrementAndGet();
    }
}
