package io.gauntlet.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The loop of this process that looks for clusters to compare, and its watches, from start to stop of the application. */
class DriftWorkers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DriftWorkers.class);
    private static final Duration FLUSH = Duration.ofMillis(150);

    private final DriftWorker worker;
    private final DriftWatches watches;
    private final DriftProperties drift;
    private final DeliveryProperties delivery;
    private final List<Heartbeat> heartbeats = new ArrayList<>();
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
        Thread.ofVirtual().name("delivery-drift").start(this::loop);
        heartbeats.add(Heartbeat.every(delivery.poll(), watches::refresh));
        heartbeats.add(Heartbeat.every(FLUSH, watches::flush));
    }

    private void loop() {
        while (running) {
            var seen = worker.due().count();
            try {
                if (!worker.startDue()) {
                    worker.due().await(seen, delivery.poll());
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failed) {
                LOG.warn("Looking for drift failed, next look in {}: {}", delivery.poll(), failed.getMessage());
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(delivery.poll());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    @Override
    public void stop() {
        running = false;
        heartbeats.forEach(Heartbeat::close);
        heartbeats.clear();
        watches.close();
        worker.wake();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
