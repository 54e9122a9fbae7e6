package io.gauntlet.delivery;

import io.gauntlet.delivery.Trap.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Kills a working control plane with SIGKILL at one point after the other; the next process has to finish what it left. A killed
 * process is followed by one that was started before, so that a point costs what the work costs.
 */
final class KillSweep implements AutoCloseable {

    private static final Duration LEASE = Duration.ofSeconds(1);

    private final Laboratory lab = new Laboratory();
    private WorkerProcess worker = lab.launch(LEASE, Duration.ZERO);
    private WorkerProcess standby = lab.launch(LEASE, Duration.ZERO);
    private int clusters;

    /**
     * What became of one point.
     *
     * @param reached whether the work had that many of these moments, so that the process was killed
     * @param resumed from the moment when the next process was ready to the end of the work
     * @param wrong   everything that is not as promised
     */
    record Result(
            KillScenario scenario, Moment moment, int number, boolean reached, Duration resumed, List<String> wrong) {

        @Override
        public String toString() {
            return scenario + " killed at " + moment + " " + number + ", finished " + resumed.toMillis() + " ms later"
                    + (wrong.isEmpty() ? "" : ": " + wrong);
        }
    }

    KillSweep() {
        worker.awaitWarm();
        worker.begin();
    }

    /** Kills at one point. */
    Result run(KillScenario scenario, Moment moment, int number) {
        var name = "c" + ++clusters;
        lab.cluster(name);
        scenario.prepare(lab, name, worker);
        var dead = new CountDownLatch(1);
        var doomed = worker;
        var trap = Trap.at(moment, number, process -> {
            doomed.kill();
            dead.countDown();
        });
        lab.set(trap);
        var resumed = Duration.ZERO;
        var asked = begin(scenario, name, trap, dead);
        if (trap.closed()) {
            resumed = asked.resumed();
        }
        lab.set(Trap.open());
        var result = judge(scenario, name, asked.rollout());
        lab.forget(name);
        return new Result(scenario, moment, number, trap.closed(), resumed, result);
    }

    private record Asked(Rollout rollout, Duration resumed) {}

    /** Asks for the work on a thread of its own, since a plan is part of it and its worker may be killed. */
    private Asked begin(KillScenario scenario, String name, Trap trap, CountDownLatch dead) {
        var asked = new CompletableFuture<Rollout>();
        Thread.ofVirtual().start(() -> {
            try {
                asked.complete(lab.ended(scenario.ask(lab, name)));
            } catch (RuntimeException failed) {
                asked.completeExceptionally(failed);
            }
        });
        while (!asked.isDone() && !died(dead)) {
            // Either the work ends, or its worker does.
        }
        if (!trap.closed()) {
            return new Asked(asked.join(), Duration.ZERO);
        }
        replace(name);
        var ready = System.nanoTime();
        return new Asked(asked.join(), Duration.ofNanos(System.nanoTime() - ready));
    }

    private static boolean died(CountDownLatch dead) {
        try {
            return dead.await(5, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The next process takes the place of the killed one. */
    private void replace(String name) {
        worker = standby;
        worker.awaitWarm();
        lab.tell(worker, name);
        worker.begin();
        standby = lab.launch(LEASE, Duration.ZERO);
    }

    private List<String> judge(KillScenario scenario, String name, Rollout rollout) {
        var wrong = new ArrayList<String>();
        if (rollout.status() != Rollout.Status.SUCCEEDED) {
            wrong.add("the rollout has " + rollout);
        }
        wrong.addAll(lab.wrong(Map.of(name, scenario.wanted(lab, name))));
        return wrong;
    }

    @Override
    public void close() {
        lab.close();
    }
}
