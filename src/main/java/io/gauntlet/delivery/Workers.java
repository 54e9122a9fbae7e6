package io.gauntlet.delivery;

import io.gauntlet.kernel.Signal;
import io.gauntlet.kernel.WorkLoop;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/** The loops of this process that look for plans to compute and targets to work on, from start to stop of the application. */
class Workers implements SmartLifecycle {

    private static final int PLAN_LOOPS = 4;
    private static final java.time.Duration PROGRESS = java.time.Duration.ofMillis(250);

    private final PlanWorker plans;
    private final RolloutWorker rollouts;
    private final WaveWorker waves;
    private final IntentWorker intents;
    private final QueueWorker queue;
    private final Signals signals;
    private final DeliveryProperties properties;
    private final List<WorkLoop> loops = new ArrayList<>();
    private final List<Heartbeat> heartbeats = new ArrayList<>();
    private volatile boolean running;

    /** Those who do the work. */
    record Crew(PlanWorker plans, RolloutWorker rollouts, WaveWorker waves, IntentWorker intents, QueueWorker queue) {}

    Workers(Crew crew, Signals signals, DeliveryProperties properties) {
        this.plans = crew.plans();
        this.rollouts = crew.rollouts();
        this.waves = crew.waves();
        this.intents = crew.intents();
        this.queue = crew.queue();
        this.signals = signals;
        this.properties = properties;
    }

    @Override
    public void start() {
        if (!properties.workers()) {
            return;
        }
        running = true;
        for (var i = 0; i < PLAN_LOOPS; i++) {
            loop("plans-" + i, signals.plansWaiting(), plans::runDueOnce);
        }
        loop("rollouts", signals.targetsDue(), () -> rollouts.startDue() > 0);
        loop("intents", signals.plansComputed(), intents::runDueOnce);
        loop("queue", new Signal(), queue::runDueOnce);
        heartbeats.add(Heartbeat.every(properties.poll(), waves::advanceWaiting));
        heartbeats.add(Heartbeat.every(properties.heartbeat(), rollouts::renew));
        heartbeats.add(Heartbeat.every(PROGRESS, rollouts::tellProgress));
    }

    private void loop(String name, Signal wake, WorkLoop.Look look) {
        loops.add(WorkLoop.start(name, wake, properties.poll(), look));
    }

    @Override
    public void stop() {
        running = false;
        heartbeats.forEach(Heartbeat::close);
        heartbeats.clear();
        loops.forEach(WorkLoop::stop);
        loops.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
