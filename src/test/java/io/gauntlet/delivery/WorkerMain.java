package io.gauntlet.delivery;

import ch.qos.logback.classic.Level;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.cluster.TestClusterApis;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.support.SettableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A control plane without pages in a process of its own: the workers of delivery on a database and clusters of somebody else. It
 * is told on its input what clusters there are and when to begin, and says so on its output.
 */
final class WorkerMain {

    static final String WARM = "WARM";
    static final String READY = "READY";
    static final String TOLD = "TOLD";
    static final String START = "start";

    private static final Duration TICK = Duration.ofMillis(100);

    private WorkerMain() {}

    /**
     * What a process is started with.
     *
     * @param skew how far its clock is ahead
     */
    record Settings(String name, DeliveryHarness.Database database, Duration lease, Duration poll, Duration skew) {

        String text() {
            return Json.write(this);
        }

        DeliveryProperties properties() {
            return new DeliveryProperties(
                    true,
                    16,
                    8,
                    lease,
                    lease.dividedBy(4),
                    poll,
                    Duration.ofHours(1),
                    Duration.ofMillis(50),
                    Duration.ofMillis(500),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(1),
                    Duration.ofHours(1));
        }
    }

    /** Runs until its input ends or it is killed. */
    public static void main(String[] arguments) throws IOException {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.WARN);
        }
        var settings = Json.value(arguments[0], Settings.class);
        var clock = new SettableClock(Instant.now().plus(settings.skew()));
        try (var harness = new DeliveryHarness(settings.database(), settings.properties(), clock);
                var apis = new TestClusterApis()) {
            var ticking = Heartbeat.every(TICK, () -> clock.advance(TICK));
            harness.publisher = HistoryTables.trail(harness.jdbc);
            var process = harness.process(operations -> operations, settings.name());
            var crew = new Workers.Crew(
                    process.planWorker(),
                    process.rolloutWorker(),
                    process.waveWorker(),
                    process.intentWorker(),
                    process.queueWorker());
            var workers = new Workers(crew, process.signals(), settings.properties());
            say(WARM);
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (START.equals(line)) {
                    workers.start();
                    say(READY);
                } else {
                    learn(harness, apis, StackLine.parse(line));
                    say(TOLD);
                }
            }
            workers.stop();
            ticking.close();
        }
    }

    private static void learn(DeliveryHarness harness, TestClusterApis apis, StackLine stack) {
        var id = new ClusterId(UUID.fromString(stack.id()));
        harness.rendered.put(stack.name(), stack.set());
        harness.reached.put(id, apis.of(stack.url(), stack.token()));
        harness.cluster(id, stack.name(), LabelSet.empty());
    }

    private static void say(String word) {
        System.out.println(word);
        System.out.flush();
    }
}
