package io.gauntlet.sandbox.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that a test moves; work runs on the test's thread when its moment is passed. */
public final class ManualTimeline implements Timeline {

    private record Work(Instant at, long order, Runnable task) {}

    private final PriorityQueue<Work> pending =
            new PriorityQueue<>(Comparator.comparing(Work::at).thenComparingLong(Work::order));
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private long order;

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void after(Duration delay, Runnable work) {
        pending.add(new Work(now.plus(delay), order++, work));
    }

    /** Lets time pass. */
    public void pass(Duration time) {
        var end = now.plus(time);
        while (!pending.isEmpty() && !pending.peek().at().isAfter(end)) {
            var work = pending.remove();
            now = work.at().isAfter(now) ? work.at() : now;
            work.task().run();
        }
        now = end;
    }
}
