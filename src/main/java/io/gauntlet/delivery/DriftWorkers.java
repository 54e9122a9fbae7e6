package io.gauntlet.delivery;

import io.gauntlet.kernel.WorkLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** The loop of this process that looks for clusters to compare, and its watches, from start to stop of the application. */
class DriftWorkers implements SmartLifecycle {

    private static final Duration FLUSH = Duration.ofMillis(150);

    private final DriftWorker worker;
    private final DriftWatches watches;
    private final DriftProperties drift;
    private final DeliveryProperties delivery;
    private final List<Heartbeat> heartbeats = new ArrayList<>();
    private @Nullable WorkLoop loop;
    private volatile boolean running;

    DriftWorkers(DriftWorker worker, DriftWatches watches, DriftProperties drift, DeliveryProperties delivery) {
        this.worker = worker;
        this.watches = watches;
        this.drift = drift;
        this.delivery = delivery;
    }

    @Override
    public void start() {
        if (!drift.enabled() || !delivery.workers()) {
            return;
        }
        running = true;
        loop = WorkLoop.start("drift", worker.due(), delivery.poll(), worker::startDue);
        heartbeats.add(Heartbeat.every(delivery.poll(), watches::refresh));
        heartbeats.add(Heartbeat.every(FLUSH, watches::flush));
    }

    @Override
    public void stop() {
        running = false;
        heartbeats.forEach(Heartbeat::close);
        heartbeats.clear();
        watches.close();
        if (loop != null) {
            loop.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
