package io.gauntlet.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.gauntlet.kernel.ResourceName;
import io.gauntlet.notification.NotificationChannel.State;
import io.gauntlet.notification.NotificationChannels.EditChannel;
import io.gauntlet.notification.TestReceiver.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A channel is told every event once and in order; what goes wrong at a receiver delays that and loses nothing. */
class DeliveryOrderIntegrationTests {

    private static final ResourceName HOOK = new ResourceName("hook");

    private NotificationHarness harness;
    private TestReceiver receiver;
    private Dispatcher process;

    @BeforeEach
    void start() {
        harness = new NotificationHarness();
        receiver = new TestReceiver();
        process = harness.process();
    }

    @AfterEach
    void stop() {
        receiver.close();
        harness.close();
    }

    private void events(int number) {
        for (var i = 0; i < number; i++) {
            harness.log.target("tokyo", "failed", "no " + i);
        }
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void everyEventArrivesOnceAndInOrderFromTheChannelsFirstDayOn() throws Exception {
        events(3);
        harness.webhook("hook", receiver.url("/hook"));
        assertThat(process.runDueOnce()).isZero();
        events(450);
        process.runDueOnce();
        process.runDueOnce();
        assertThat(receiver.numbers()).isEqualTo(numbers(4, 453));
        var progress = harness.progress("hook");
        assertThat(progress.state()).isEqualTo(State.OK);
        assertThat(progress.behind()).isZero();
        assertThat(progress.delivered()).isEqualTo(450);
        assertThat(progress.deliveredAt()).contains(harness.clock.instant());
    }

    @Test
    void aReceiverThatWasDownGetsEverythingLater() throws Exception {
        harness.webhook("hook", receiver.url("/hook"));
        receiver.always(Reply.of(503).saying("no\u0000t\nnow"));
        events(3);
        assertThat(process.runDueOnce()).isEqualTo(1);
        // It is put off, so nobody asks it again at once.
        assertThat(process.runDueOnce()).isZero();
        assertThat(receiver.numbers()).containsExactly(1L);

        var failing = harness.progress("hook");
        assertThat(failing.state()).isEqualTo(State.FAILING);
        assertThat(failing.failure()).isEqualTo("The receiver answers 503: no t now");
        assertThat(failing.failingSince()).contains(harness.clock.instant());
        assertThat(failing.attempts()).isEqualTo(1);
        assertThat(failing.behind()).isEqualTo(3);
        assertThat(failing.behindSince()).contains(harness.clock.instant());
        assertThat(failing.retryAt()).isPresent();

        receiver.always(Reply.of(204));
        harness.due();
        process.runDueOnce();
        assertThat(receiver.numbers()).containsExactly(1L, 1L, 2L, 3L);
        var well = harness.progress("hook");
        assertThat(well.state()).isEqualTo(State.OK);
        assertThat(well.failure()).isEmpty();
        assertThat(well.retryAt()).isEmpty();
        assertThat(well.behind()).isZero();
    }

    @Test
    void waitsBecomeLongerAndTheReceiversOwnWishIsObeyed() throws Exception {
        harness.webhook("hook", receiver.url("/hook"));
        events(1);
        receiver.always(Reply.of(500));
        assertThat(waitAfterATry()).isBetween(Duration.ofMillis(900), Duration.ofMillis(1_100));
        assertThat(waitAfterATry()).isBetween(Duration.ofMillis(1_900), Duration.ofMillis(2_100));
        assertThat(waitAfterATry()).isBetween(Duration.ofMillis(3_900), Duration.ofMillis(4_100));
        receiver.always(Reply.of(429).with("Retry-After", "120"));
        assertThat(waitAfterATry()).isBetween(Duration.ofSeconds(119), Duration.ofSeconds(121));
        assertThat(process.runDueOnce()).isZero();
    }

    private Duration waitAfterATry() throws InterruptedException {
        harness.due();
        process.runDueOnce();
        var now = harness.jdbc
                .sql("select clock_timestamp()")
                .query(Instant.class)
                .single();
        return Duration.between(now, harness.progress("hook").retryAt().orElseThrow());
    }

    @Test
    void severalProcessesShareTheChannelsAndNobodyIsToldTwice() throws Exception {
        var others = new ArrayList<TestReceiver>();
        for (var i = 0; i < 5; i++) {
            var other = new TestReceiver();
            others.add(other);
            harness.webhook("hook-" + i, other.url("/hook"));
        }
        var processes = List.of(harness.process(), harness.process(), harness.process());
        processes.forEach(Dispatcher::start);
        for (var i = 0; i < 200; i++) {
            events(1);
            if (i % 10 == 0) {
                Thread.sleep(5);
            }
        }
        var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (others.stream().anyMatch(other -> other.arrivals().size() < 200) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        processes.forEach(Dispatcher::stop);
        for (var other : others) {
            assertThat(other.numbers()).isEqualTo(numbers(1, 200));
            other.close();
        }
    }

    @Test
    void whatADeadProcessLeftUnsettledIsSentAgainAndTheDeadSettlesNothingMore() throws Exception {
        harness.webhook("hook", receiver.url("/hook"));
        events(2);
        var cursors = harness.stores.cursors();
        var dead = cursors.claim("dead", 2, 1).getFirst();
        assertThat(process.runDueOnce()).isZero();
        harness.leasesRunOut();
        process.runDueOnce();
        assertThat(receiver.numbers()).containsExactly(1L, 2L);
        assertThat(cursors.delivered(dead, 1, harness.clock.instant())).isFalse();
        assertThat(cursors.skipped(dead, 1)).isFalse();
        assertThat(cursors.passed(dead, 1)).isFalse();
        cursors.failed(dead, "late", Duration.ofHours(1), harness.clock.instant());
        assertThat(harness.progress("hook").state()).isEqualTo(State.OK);
        assertThat(harness.progress("hook").behind()).isZero();
    }

    @Test
    void oneReceiverThatHangsKeepsNoOtherWaiting() throws Exception {
        try (var slow = new TestReceiver();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            slow.always(Reply.of(200).after(5_000));
            harness.webhook("hook", receiver.url("/hook"));
            harness.webhook("slow", slow.url("/hook"));
            events(20);
            Future<Integer> running = threads.submit(process::runDueOnce);
            running.get();
            assertThat(receiver.numbers()).isEqualTo(numbers(1, 20));
            assertThat(harness.progress("slow").failure()).isEqualTo("There was no answer within 1 s.");
            assertThat(harness.progress("slow").behind()).isEqualTo(20);
        }
    }

    @Test
    void whatIsTooOldIsGivenUpAndCounted() throws Exception {
        harness.webhook("hook", receiver.url("/hook"));
        events(3);
        harness.clock.advance(Duration.ofHours(25));
        events(2);
        process.runDueOnce();
        assertThat(receiver.numbers()).containsExactly(4L, 5L);
        assertThat(harness.progress("hook").skipped()).isEqualTo(3);
        assertThat(harness.progress("hook").delivered()).isEqualTo(2);
    }

    @Test
    void aMessageThatIsRefusedAgainAndAgainDoesNotBlockTheNext() throws Exception {
        harness.webhook("hook", receiver.url("/hook"));
        receiver.next(Reply.of(422), Reply.of(422), Reply.of(422));
        events(2);
        for (var i = 0; i < 3; i++) {
            harness.due();
            process.runDueOnce();
        }
        assertThat(receiver.numbers()).containsExactly(1L, 1L, 1L, 2L);
        assertThat(harness.progress("hook").skipped()).isEqualTo(1);
    }

    @Test
    void aBrokenReceiverIsNotMistakenForABrokenMessage() throws Exception {
        harness.webhook("hook", receiver.url("/hook"));
        receiver.always(Reply.of(404));
        events(2);
        for (var i = 0; i < 6; i++) {
            harness.due();
            process.runDueOnce();
        }
        assertThat(receiver.numbers()).containsOnly(1L);
        assertThat(harness.progress("hook").skipped()).isZero();
    }

    @Test
    void aDisabledChannelIsToldNothingAndOnceEnabledOnlyWhatIsNew() throws Exception {
        var channel = harness.webhook("hook", receiver.url("/hook"));
        var disabled = harness.channels.edit(new EditChannel(HOOK, channel.version(), null, null, null, null, false));
        events(2);
        assertThat(process.runDueOnce()).isZero();
        assertThat(harness.progress("hook").state()).isEqualTo(State.DISABLED);
        harness.channels.edit(new EditChannel(HOOK, disabled.version(), null, null, null, null, true));
        events(1);
        process.runDueOnce();
        assertThat(receiver.numbers()).containsExactly(3L);
    }

    @Test
    void aNewAddressIsTriedAtOnceAndTheEventsThatWaitGoThere() throws Exception {
        receiver.always(Reply.of(410));
        var channel = harness.webhook("hook", receiver.url("/gone"));
        events(2);
        process.runDueOnce();
        receiver.always(Reply.of(200));
        var url = io.gauntlet.kernel.Secret.of(receiver.url("/new"));
        harness.channels.edit(new EditChannel(HOOK, channel.version(), url, null, null, null, null));
        process.runDueOnce();
        assertThat(receiver.arrivals()).extracting(TestReceiver.Arrival::path).containsExactly("/gone", "/new", "/new");
    }

    @Test
    void aSuccessfulTestEndsTheWait() throws Exception {
        harness.webhook("hook", receiver.url("/hook"));
        receiver.next(Reply.of(503).with("Retry-After", "3000"));
        events(1);
        process.runDueOnce();
        assertThat(process.runDueOnce()).isZero();
        assertThat(harness.channels.test(HOOK).delivered()).isTrue();
        process.runDueOnce();
        assertThat(receiver.numbers()).containsExactly(1L, 0L, 1L);
    }
}
