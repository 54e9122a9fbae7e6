package io.gauntlet.sandbox.workload;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The time in which simulated clusters live: real, or moved by a test. */
public interface Timeline {

    Instant now();

    /** Runs {@code work} once, after {@code delay}, on a thread that all clusters share. */
    void after(Duration delay, Runnable work);

    /** Real time. After the executor's end nothing runs any more. */
    static Timeline of(Clock clock, ScheduledExecutorService executor) {
        return new Timeline() {
            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            @SuppressWarnings("FutureReturnValueIgnored")
            public void after(Duration delay, Runnable work) {
                if (!executor.isShutdown()) {
                    executor.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        };
    }
}
