package io.gauntlet.notification;

import io.gauntlet.delivery.FleetEvents;
import io.gauntlet.delivery.FleetEvents.Filter;
import io.gauntlet.kernel.Signal;
import io.gauntlet.kernel.WorkLoop;
import io.gauntlet.notification.CursorStore.Claim;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Claims channels that have something to be told and serves each on a thread of its own, from start to stop of the application.
 * It only reads what rollouts write, so no rollout waits for a receiver. Several processes may do this on one database.
 */
class Dispatcher implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private static final String FAULT = "Interrupted by a fault of Gauntlet; it is tried again. The log says more.";

    private final CursorStore cursors;
    private final FleetEvents events;
    private final Delivery delivery;
    private final NotificationProperties properties;
    private final String owner;
    private final Clock clock;
    private final AtomicInteger busy = new AtomicInteger();
    private volatile boolean stopped = true;
    private @Nullable WorkLoop loop;

    Dispatcher(
            CursorStore cursors,
            FleetEvents events,
            Delivery delivery,
            NotificationProperties properties,
            String owner,
            Clock clock) {
        this.cursors = cursors;
        this.events = events;
        this.delivery = delivery;
        this.properties = properties;
        this.owner = owner;
        this.clock = clock;
    }

    /** Serves everything that is due now and returns when that is done; the number of channels. */
    int runDueOnce() throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (var claim : cursors.claim(owner, events.head(), properties.atOnce())) {
            threads.add(serve(claim, false));
        }
        for (var thread : threads) {
            thread.join();
        }
        return threads.size();
    }

    @Override
    public void start() {
        if (properties.workers()) {
            stopped = false;
            loop = WorkLoop.start("notifications", new Signal(), properties.poll(), this::look);
        }
    }

    /** Waits by itself for what rollouts write, in whichever process. */
    private boolean look() throws InterruptedException {
        if (!cursors.wanted()) {
            return false;
        }
        var head = events.head();
        var free = properties.atOnce() - busy.get();
        var claims = free > 0 ? cursors.claim(owner, head, free) : List.<Claim>of();
        claims.forEach(claim -> serve(claim, true));
        if (claims.isEmpty()) {
            events.await(head, Filter.NONE, properties.poll());
        }
        return true;
    }

    private Thread serve(Claim claim, boolean ends) {
        busy.incrementAndGet();
        return Thread.ofVirtual().name("notification-channel").start(() -> {
            try {
                delivery.run(claim, () -> ends && stopped);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failed) {
                // A fault of ours, or the database is away: one channel must not keep others from being served.
                LOG.error("The notification channel {} was left", claim.channel(), failed);
                putOff(claim);
            } finally {
                busy.decrementAndGet();
            }
        });
    }

    /** Where even that fails, the lease runs out and the channel is claimed again. */
    private void putOff(Claim claim) {
        try {
            cursors.failed(claim, FAULT, properties.longestRetry(), clock.instant());
        } catch (RuntimeException away) {
            LOG.warn("The notification channel {} keeps its lease: {}", claim.channel(), away.getMessage());
        }
    }

    /** Waits for the messages that are on their way, for as long as a receiver may take, so that none is sent again. */
    @Override
    public void stop() {
        stopped = true;
        if (loop != null) {
            loop.stop();
        }
        var end = System.nanoTime() + properties.timeout().plusSeconds(1).toNanos();
        while (busy.get() > 0 && System.nanoTime() - end < 0) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        loop = null;
    }

    @Override
    public boolean isRunning() {
        return loop != null;
    }
}
