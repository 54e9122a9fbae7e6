package io.gauntlet.delivery;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.delivery.Trap.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database stops, dies, freezes or throws everybody out in the middle of the work, and the work ends by itself, once. All of
 * it with {@code -Doutage.seconds=3}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseFaultIntegrationTests {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFaultIntegrationTests.class);
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("outage.seconds", 3));

    private FaultyPostgres postgres;
    private Laboratory lab;
    private WorkerProcess[] workers;

    @BeforeAll
    void start(@TempDir Path folder) {
        postgres = new FaultyPostgres(folder);
        lab = new Laboratory(postgres.database("lab"));
        workers = new WorkerProcess[] {lab.launch(LEASE, Duration.ZERO), lab.launch(LEASE, Duration.ZERO)};
        for (var worker : workers) {
            worker.awaitWarm();
            worker.begin();
        }
    }

    @AfterAll
    void stop() {
        lab.close();
        postgres.close();
    }

    /** Does it on a thread of its own when the work comes to the moment, and expects the work to end well. */
    private void survives(String name, KillScenario scenario, Moment moment, int number, Runnable fault) {
        lab.cluster(name);
        scenario.prepare(lab, name, workers);
        var over = new CompletableFuture<Long>();
        lab.set(Trap.holding(
                moment,
                number,
                process -> Thread.ofVirtual().start(() -> {
                    fault.run();
                    over.complete(System.nanoTime());
                })));
        var rollout = lab.ended(scenario.ask(lab, name));
        var ended = System.nanoTime();
        lab.set(Trap.open());
        assertThat(rollout.status()).as("%s", rollout).isEqualTo(Rollout.Status.SUCCEEDED);
        LOG.warn(
                "{} ended {} ms after the fault",
                name,
                (ended - over.orTimeout(60_000, MILLISECONDS).join()) / 1_000_000);
        assertThat(lab.wrong(Map.of(name, scenario.wanted(lab, name)))).isEmpty();
    }

    private void restart(PosixSignal signal) {
        postgres.end(signal);
        pause(OUTAGE);
        postgres.start();
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "outage.seconds", matches = "\\d+", disabledReason = "takes long")
    void aServerThatIsStoppedAndStarted() {
        survives("fast", KillScenario.CREATE, Moment.BEFORE_THE_ANSWER, 12, () -> restart(PosixSignal.INT));
    }

    @Test
    void aServerThatIsStoppedAtOnceBetweenACommitAndItsAnswer() {
        survives("immediate", KillScenario.PRUNE, Moment.AFTER_THE_COMMIT, 3, () -> restart(PosixSignal.QUIT));
    }

    @Test
    @EnabledIfSystemProperty(named = "outage.seconds", matches = "\\d+", disabledReason = "takes long")
    void aServerThatIsKilled() {
        survives("killed", KillScenario.ROLLBACK, Moment.BEFORE_THE_WRITE, 9, () -> restart(PosixSignal.KILL));
    }

    @Test
    void aServerThatStandsStill() {
        survives("frozen", KillScenario.CREATE, Moment.BEFORE_THE_ANSWER, 3, () -> {
            postgres.freeze();
            pause(OUTAGE);
            postgres.thaw();
        });
    }

    @Test
    void connectionsThatAreThrownOutAgainAndAgainFromThePlanOn() {
        survives("thrown-out", KillScenario.CREATE, Moment.BEFORE_THE_COMMIT, 0, () -> {
            for (var storm = 0; storm < 20; storm++) {
                assertThat(postgres.terminateWorkers()).isNotNegative();
                pause(Duration.ofMillis(100));
            }
        });
    }
}
