package io.gauntlet.delivery;

import java.time.Duration;

/**
 * What a worker knows of its claim without asking the database. The deadline is measured with the monotonic clock, so a
 * process that was stopped for a while finds its claim run out before it sends another request.
 */
final class Lease {

    private volatile long deadline;
    private volatile boolean lost;
    private volatile boolean aborting;

    /** @param asked {@link System#nanoTime} before the claim was sent */
    Lease(long asked, Duration length) {
        this.deadline = asked + length.toNanos();
    }

    void renewed(long asked, Duration length, boolean mustStop) {
        deadline = asked + length.toNanos();
        if (mustStop) {
            aborting = true;
        }
    }

    void lose() {
        lost = true;
    }

    boolean held() {
        return !lost && System.nanoTime() - deadline < 0;
    }

    boolean aborting() {
        return aborting;
    }
}
