package io.gauntlet.delivery;

import static io.gauntlet.delivery.DeliveryFixtures.ref;
import static io.gauntlet.delivery.DeliveryFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gauntlet.delivery.DriftPolicy.Mode;
import io.gauntlet.delivery.FleetEvents.Batch;
import io.gauntlet.delivery.FleetEvents.Filter;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Signal;
import io.gauntlet.rendering.Kinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** Everything that happens in the fleet stands in one log, and a reader needs no more than the last number that it has seen. */
class FleetEventsIntegrationTests {

    private static final ResourceName TOKYO = new ResourceName("tokyo");

    private final Signal changed = new Signal();
    private DeliveryHarness harness;
    private FleetEvents log;

    @BeforeEach
    void start() {
        harness = new DeliveryHarness();
        log = reader();
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    /** The log as another process sees it. */
    private FleetEvents reader() {
        return new FleetEventLog(
                harness.jdbc,
                new EventNumbers(harness.jdbc, transactions()),
                changed,
                Duration.ofMillis(20),
                harness.clock);
    }

    private TransactionTemplate transactions() {
        return new TransactionTemplate(harness.transactions);
    }

    private void tell(String status) {
        new RolloutEvents(harness.jdbc).cluster(TOKYO, status, "", harness.clock.instant());
    }

    private List<String> statuses(long after) {
        return log.after(after, Filter.NONE, 500).events().stream()
                .map(FleetEvent::status)
                .toList();
    }

    @Test
    void anEventThatIsCommittedLateGetsTheGreaterNumber() throws Exception {
        var written = new CountDownLatch(1);
        var seen = new CountDownLatch(1);
        try (var other = Executors.newSingleThreadExecutor()) {
            var slow = other.submit(() -> transactions().executeWithoutResult(status -> {
                tell(FleetEvent.DRIFTED);
                written.countDown();
                await(seen);
            }));
            written.await();
            // Its id is the greater one, and it is there first.
            tell(FleetEvent.FIGHT);
            var first = log.after(0, Filter.NONE, 500);
            assertThat(first.events()).extracting(FleetEvent::status).containsExactly(FleetEvent.FIGHT);
            assertThat(first.upTo()).isEqualTo(1);
            seen.countDown();
            slow.get();
            assertThat(log.after(first.upTo(), Filter.NONE, 500).events())
                    .extracting(FleetEvent::number, FleetEvent::status)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(2L, FleetEvent.DRIFTED));
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
    void readersThatFollowManyWritersMissNothingAndSeeNothingTwice() throws Exception {
        var writers = 8;
        var each = 60;
        var done = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reading = new ArrayList<java.util.concurrent.Future<List<Long>>>();
            for (var i = 0; i < 3; i++) {
                reading.add(threads.submit(follow(reader(), done)));
            }
            var writing = new ArrayList<java.util.concurrent.Future<?>>();
            for (var i = 0; i < writers; i++) {
                writing.add(threads.submit(() -> write(each)));
            }
            for (var writer : writing) {
                writer.get();
            }
            done.set(true);
            var all = LongStream.rangeClosed(1, (long) writers * each).boxed().toList();
            for (var reader : reading) {
                assertThat(reader.get()).isEqualTo(all);
            }
        }
    }

    private void write(int times) {
        for (var i = 0; i < times; i++) {
            transactions().executeWithoutResult(status -> {
                tell(FleetEvent.DRIFTED);
                pause(ThreadLocalRandom.current().nextInt(8));
            });
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Callable<List<Long>> follow(FleetEvents log, AtomicBoolean done) {
        return () -> {
            var seen = new ArrayList<Long>();
            var last = 0L;
            while (true) {
                var over = done.get();
                var batch = log.after(last, Filter.NONE, 7);
                batch.events().forEach(event -> seen.add(event.number()));
                if (over && batch.events().isEmpty()) {
                    return seen;
                }
                last = batch.upTo();
            }
        };
    }

    @Test
    void aFilteredReaderIsToldHowFarItHasComeThoughNothingPasses() {
        tell(FleetEvent.DRIFTED);
        tell(FleetEvent.IN_SYNC);
        assertThat(log.after(0, Filter.ofStatuses(Set.of(FleetEvent.FIGHT)), 500))
                .isEqualTo(new Batch(List.of(), 2));
        var osaka = new Filter(Optional.empty(), Optional.of(new ResourceName("osaka")), Set.of());
        assertThat(log.after(0, osaka, 500).events()).isEmpty();
        var tokyo = new Filter(Optional.empty(), Optional.of(TOKYO), Set.of(FleetEvent.IN_SYNC));
        assertThat(log.after(0, tokyo, 500).events())
                .extracting(FleetEvent::number)
                .containsExactly(2L);
        assertThatThrownBy(() -> Filter.ofStatuses(Set.of("broken")))
                .isInstanceOf(DomainException.Invalid.class)
                .hasMessage("A status is not known.");
    }

    @Test
    void whoWaitsIsWokenByTheNextEvent() throws Exception {
        tell(FleetEvent.DRIFTED);
        assertThat(log.await(1, Filter.NONE, Duration.ofMillis(30)).events()).isEmpty();
        try (var other = Executors.newSingleThreadExecutor()) {
            var waiting = other.submit(() -> log.await(1, Filter.NONE, Duration.ofSeconds(20)));
            tell(FleetEvent.IN_SYNC);
            changed.raise();
            assertThat(waiting.get().events()).extracting(FleetEvent::number).containsExactly(2L);
        }
    }

    @Test
    void aRolloutTellsOfItsBeginItsTargetsAndItsEnd() {
        harness.cluster("tokyo");
        harness.configure("tokyo", stack("tokyo", "one", "prometheus:v3"));
        var process = harness.process();
        var rollout = process.rollouts().push(process.plan("tokyo").id(), "disk alerts");
        process.work();

        var only = new Filter(Optional.of(rollout.id()), Optional.empty(), Set.of());
        var events = log.after(0, only, 500).events();
        assertThat(events.getFirst().status()).isEqualTo(FleetEvent.STARTED);
        assertThat(events.getFirst().message()).isEqualTo("disk alerts");
        assertThat(events).anySatisfy(event -> {
            assertThat(event.cluster()).contains(TOKYO);
            assertThat(event.status()).isEqualTo("succeeded");
        });
        assertThat(events.getLast().cluster()).isEmpty();
        assertThat(events.getLast().status()).isEqualTo("succeeded");
        assertThat(events.getLast().message()).isEqualTo("1 of 1 succeeded");
        assertThat(events)
                .allSatisfy(event ->
                        assertThat(event.rollout().orElseThrow().reason()).isEqualTo("disk alerts"));
        assertThat(log.clusters(rollout.id())).containsExactly("tokyo");
        // The order within a rollout is that of its own stream.
        assertThat(events.stream().map(FleetEvent::status))
                .containsExactlyElementsOf(process.rollouts().events(rollout.id(), 0).stream()
                        .map(RolloutEvent::status)
                        .toList());
    }

    @Test
    void theEndOfATargetIsToldOnceHoweverOftenItsStateIsTold() {
        harness.cluster("tokyo");
        harness.configure("tokyo", stack("tokyo", "one", "prometheus:v3"));
        var process = harness.process();
        var rollout = process.rollouts().push(process.plan("tokyo").id(), "because");
        process.work();
        var before = log.head();
        var target =
                new RolloutQueries(harness.jdbc).target(rollout.id(), TOKYO).orElseThrow();
        var written = new RolloutEvents(harness.jdbc);
        transactions().executeWithoutResult(status -> written.targets(List.of(target), harness.clock.instant()));
        assertThat(log.head()).isEqualTo(before);

        harness.jdbc.sql("update rollout_target set status = 'HELD'").update();
        transactions().executeWithoutResult(status -> written.targets(List.of(target), harness.clock.instant()));
        assertThat(statuses(before)).containsExactly("held");
    }

    @Test
    void aWaveThatWaitsForAPersonIsToldOnce() {
        harness.cluster("tokyo");
        harness.configure("tokyo", stack("tokyo", "one", "prometheus:v3"));
        var process = harness.process();
        var manual = new Strategy.Wave("by hand", new Strategy.Size.Rest(), true, Duration.ZERO);
        var strategy = new Strategy(
                List.of(manual),
                Optional.empty(),
                0,
                Strategy.OnFailure.PAUSE,
                false,
                Duration.ofMinutes(10),
                List.of());
        var plan = process.plan("tokyo");
        var rollout = process.rollouts()
                .push(new Rollouts.PushPlan(plan.id(), "because", Set.of(), strategy))
                .id();
        process.waveWorker().advanceWaiting();
        process.waveWorker().advanceWaiting();
        assertThat(log.after(0, Filter.ofStatuses(Set.of(FleetEvent.WAITING)), 500)
                        .events())
                .extracting(FleetEvent::message)
                .containsExactly("by hand");
        process.control().openWave(rollout, 0);
        process.work();
        assertThat(process.rollouts().get(rollout).status()).isEqualTo(Rollout.Status.SUCCEEDED);
    }

    @Test
    void driftIsToldWhenItBeginsAndWhenItIsOver() {
        var drift = DriftHarness.of(harness);
        var tokyo = harness.cluster("tokyo");
        harness.configure("tokyo", stack("tokyo", "one", "prometheus:v3"));
        drift.push("tokyo");
        drift.look("tokyo");
        var before = log.head();
        tokyo.edit(ref(Kinds.CONFIG_MAP, "rules"), "/data/a.yml", "edited");
        drift.look("tokyo");
        tokyo.edit(ref(Kinds.CONFIG_MAP, "rules"), "/data/a.yml", "edited again");
        drift.look("tokyo");
        assertThat(statuses(before)).containsExactly(FleetEvent.DRIFTED);
        drift.drifts.heal(TOKYO);
        drift.process.work();
        drift.look("tokyo");

        var events = log.after(before, Filter.NONE, 500).events();
        assertThat(events.getFirst().message()).contains("rules was changed by");
        assertThat(events.getFirst().rollout()).isEmpty();
        assertThat(events.get(1).status()).isEqualTo(FleetEvent.STARTED);
        assertThat(events.get(1).rollout().orElseThrow().kind()).isEqualTo(Rollout.Kind.HEAL);
        assertThat(events.getLast().status()).isEqualTo(FleetEvent.IN_SYNC);
        assertThat(events.getLast().cluster()).contains(TOKYO);
    }

    @Test
    void aFightIsToldOnceWithTheNameOfWhoFights() {
        var drift = DriftHarness.of(harness);
        var tokyo = harness.cluster("tokyo");
        harness.configure("tokyo", stack("tokyo", "one", "prometheus:v3"));
        drift.push("tokyo");
        drift.look("tokyo");
        drift.policy("tokyo", new DriftPolicy(Mode.HEAL, List.of()));
        for (var i = 0; i < 20; i++) {
            tokyo.edit(ref(Kinds.CONFIG_MAP, "rules"), "/data/a.yml", "edit " + i);
            drift.due();
            drift.round();
        }
        assertThat(log.after(0, Filter.ofStatuses(Set.of(FleetEvent.FIGHT)), 500)
                        .events())
                .singleElement()
                .satisfies(event -> assertThat(event.message())
                        .contains("ConfigMap monitoring/rules")
                        .contains("changed back after every heal by '"));
    }
}
