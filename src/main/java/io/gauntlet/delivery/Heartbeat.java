package io.gauntlet.delivery;

import io.gauntlet.kernel.Signal;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls something again and again on a thread of its own until it is closed. The thread is told by a flag and never
 * interrupted: an interrupt in the middle of a query would close the database connection.
 */
final class Heartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final Signal wake = new Signal();
    private volatile boolean closed;

    private Heartbeat() {}

    static Heartbeat every(Duration pause, Runnable beat) {
        var heartbeat = new Heartbeat();
        Thread.ofVirtual().name("delivery-heartbeat").start(() -> heartbeat.run(pause, beat));
        return heartbeat;
    }

    private void run(Duration pause, Runnable beat) {
        while (!closed) {
            try {
                wake.await(0, pause);
                if (!closed) {
                    beat.run();
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failed) {
                // The database may be away for a moment; a lease that runs out is noticed by the fence.
                LOG.warn("A heartbeat failed: {}", failed.getMessage());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        wake.raise();
    }
}
