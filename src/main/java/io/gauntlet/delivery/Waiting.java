package io.gauntlet.delivery;

import io.gauntlet.kernel.Signal;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something in the database that this or another process brings about. */
final class Waiting {

    private Waiting() {}

    /**
     * Returns when {@code done} or when the time is over.
     *
     * @param changed raised by this process when it is worth looking again
     * @param poll    how often to look for changes of other processes
     */
    static void until(BooleanSupplier done, Signal changed, Duration poll, Duration limit) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        while (true) {
            var seen = changed.count();
            if (done.getAsBoolean()) {
                return;
            }
            var left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            changed.await(seen, Duration.ofNanos(Math.min(left, poll.toNanos())));
        }
    }
}
