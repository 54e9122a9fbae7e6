package io.gauntlet.kernel;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for work on a thread of its own: again at once while there is some, else when it is woken or after a pause. */
public final class WorkLoop {

    private static final Logger LOG = LoggerFactory.getLogger(WorkLoop.class);

    private final String name;
    private final Signal wake;
    private final Duration poll;
    private final Look look;
    private volatile boolean stopped;

    /** Work that answers whether there was any. */
    public interface Look {
        /** It may wait by itself; then it says that there was some. */
        boolean found() throws InterruptedException;
    }

    private WorkLoop(String name, Signal wake, Duration poll, Look look) {
        this.name = name;
        this.wake = wake;
        this.poll = poll;
        this.look = look;
    }

    /** Runs until it is stopped. A look that fails is logged and tried again after the pause. */
    public static WorkLoop start(String name, Signal wake, Duration poll, Look look) {
        var loop = new WorkLoop(name, wake, poll, look);
        Thread.ofVirtual().name("loop-" + name).start(loop::run);
        return loop;
    }

    private void run() {
        while (!stopped) {
            var seen = wake.count();
            try {
                if (!look.found()) {
                    wake.await(seen, poll);
                }
            } catch (InterruptedException interrupted) {
                return;
            } catch (RuntimeException failed) {
                LOG.warn("Looking for {} failed, next look in {}: {}", name, poll, failed.getMessage());
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(poll);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
    }

    /** Returns at once; a look that is under way is the last one. */
    public void stop() {
        stopped = true;
        wake.raise();
    }
}
