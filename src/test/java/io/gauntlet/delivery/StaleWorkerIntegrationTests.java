package io.gauntlet.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.delivery.Trap.Moment;
import io.gauntlet.rendering.ManifestSet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Three control planes on one database, of which two have clocks that are wrong by minutes. One of them stands still for longer
 * than its lease while it works, another one takes over, and what the first one still wanted to do changes nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaleWorkerIntegrationTests {

    /** For a look by hand with the time of real outages: {@code -Dstale.seconds=60}. */
    private static final Duration LEASE = Duration.ofSeconds(1);

    private static final Duration STANDSTILL = Duration.ofSeconds(Integer.getInteger("stale.seconds", 3));
    private static final List<Duration> SKEWS = List.of(Duration.ZERO, Duration.ofMinutes(10), Duration.ofMinutes(-10));

    private final Laboratory lab = new Laboratory();
    private final Map<String, WorkerProcess> workers = SKEWS.stream()
            .map(skew -> lab.launch(LEASE, skew))
            .collect(Collectors.toMap(WorkerProcess::name, Function.identity()));

    @BeforeAll
    void start() {
        workers.values().forEach(WorkerProcess::awaitWarm);
        workers.values().forEach(WorkerProcess::begin);
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    private WorkerProcess[] all() {
        return workers.values().toArray(WorkerProcess[]::new);
    }

    private WorkerProcess worker(String name) {
        return requireNonNull(workers.get(name), () -> "no process " + name);
    }

    /** What was accepted from a process. */
    private List<WireWrite> accepted(String process) {
        return lab.apis.writes().stream()
                .filter(write -> write.accepted() && write.process().equals(process))
                .toList();
    }

    /** The worker that comes to this moment stands still, and what it had sent arrives when others have done its work. */
    private List<WireWrite> overtaken(String name, KillScenario scenario, Moment moment, int number) {
        lab.cluster(name);
        scenario.prepare(lab, name, all());
        var stale = new CompletableFuture<String>();
        var ended = new CountDownLatch(1);
        var trap = Trap.holding(moment, number, process -> {
            worker(process).freeze();
            stale.complete(process);
            await(ended);
        });
        lab.set(trap);
        var rollout = lab.ended(scenario.ask(lab, name));
        assertThat(rollout.status()).as("%s at %s %d", scenario, moment, number).isEqualTo(Rollout.Status.SUCCEEDED);
        assertThat(stale).as("%s at %s %d", scenario, moment, number).isCompleted();
        lab.set(Trap.open());
        var before = lab.apis.writes().size();
        var process = stale.join();
        var acceptedBefore = accepted(process);
        ended.countDown();
        worker(process).thaw();
        worksAlone(process, name + "-later");
        assertThat(lab.wrong(Map.of(name, scenario.wanted(lab, name))))
                .as("%s at %s %d", scenario, moment, number)
                .isEmpty();
        assertThat(accepted(process).stream()
                        .filter(write -> write.cluster().equals(name))
                        .toList())
                .as("writes of the stale %s", process)
                .isEqualTo(acceptedBefore.stream()
                        .filter(write -> write.cluster().equals(name))
                        .toList());
        var writes = lab.apis.writes();
        return writes.subList(before, writes.size()).stream()
                .filter(write -> write.cluster().equals(name) && write.process().equals(process))
                .toList();
    }

    /** By then it has also done whatever it still had in mind. */
    private void worksAlone(String process, String name) {
        lab.cluster(name);
        lab.configure(name, KillScenario.full(name), worker(process));
        var others = workers.values().stream()
                .filter(other -> !other.name().equals(process))
                .toList();
        others.forEach(WorkerProcess::freeze);
        try {
            assertThat(lab.ended(lab.push(lab.planned(name))).status()).isEqualTo(Rollout.Status.SUCCEEDED);
        } finally {
            others.forEach(WorkerProcess::thaw);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aWriteThatArrivesAfterATakeOverIsRefused() {
        var creation = overtaken("created", KillScenario.CREATE, Moment.BEFORE_THE_WRITE, 7);
        assertThat(creation).extracting(WireWrite::status).isNotEmpty().containsOnly(409);
        var change = overtaken("changed", KillScenario.UPDATE, Moment.BEFORE_THE_WRITE, 1);
        assertThat(change).extracting(WireWrite::status).isNotEmpty().containsOnly(409);
        var removal = overtaken("removed", KillScenario.PRUNE, Moment.BEFORE_THE_WRITE, 9);
        assertThat(removal).extracting(WireWrite::status).isNotEmpty().containsOnly(404);
    }

    @Test
    @EnabledIfSystemProperty(named = "stale.seconds", matches = "\\d+", disabledReason = "takes long")
    void whoeverStandsStillInsideATransactionHoldsNobodyUpAndChangesNothingAfterwards() {
        assertThat(overtaken("planned", KillScenario.CREATE, Moment.BEFORE_THE_COMMIT, 0))
                .isEmpty();
        assertThat(overtaken("answered", KillScenario.HEAL, Moment.BEFORE_THE_ANSWER, 2))
                .isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(named = "stale.seconds", matches = "\\d+", disabledReason = "takes long")
    void aFleetIsSharedAndWhoComesBackInTheMiddleDisturbsNobody() {
        var names = IntStream.range(0, 6).mapToObj(number -> "c" + number).toList();
        var wanted = new LinkedHashMap<String, ManifestSet>();
        for (var name : names) {
            lab.cluster(name);
            lab.configure(name, KillScenario.full(name), all());
            wanted.put(name, KillScenario.full(name));
        }
        var stopped = new CountDownLatch(1);
        lab.apis.set(Trap.holding(Moment.BEFORE_THE_WRITE, 20, process -> {
            worker(process).freeze();
            stopped.countDown();
            Thread.ofVirtual().start(() -> thawAfter(STANDSTILL, worker(process)));
        }));
        var rollout = lab.ended(lab.push(lab.planned(names.toArray(String[]::new))));
        await(stopped);
        assertThat(rollout.status()).isEqualTo(Rollout.Status.SUCCEEDED);
        Stream.of(all()).forEach(worker -> worksAlone(worker.name(), worker.name() + "-later"));
        assertThat(lab.wrong(wanted)).isEmpty();
    }

    private static void thawAfter(Duration pause, WorkerProcess worker) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            worker.thaw();
        }
    }
}
