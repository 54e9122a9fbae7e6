package io.gauntlet.notification;

import io.gauntlet.delivery.FleetEvent;
import io.gauntlet.delivery.FleetEvents;
import io.gauntlet.delivery.FleetEvents.Filter;
import io.gauntlet.kernel.BackOff;
import io.gauntlet.notification.CursorStore.Claim;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a claimed channel what it has not been told, in the order of the log and one message after the other. What was sent is
 * settled before the next message: a process that dies in between makes its successor send one message twice and none never.
 */
class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final int BATCH = 200;
    private static final int MOST_IN_ONE = 100;
    private static final int REFUSALS = 3;
    private static final Duration TURN = Duration.ofSeconds(20);

    private final Stores stores;
    private final FleetEvents events;
    private final Recipients recipients;
    private final Post post;
    private final Duration maxAge;
    private final Clock clock;

    /** Where channels are kept. */
    record Stores(ChannelStore channels, ChannelSecrets secrets, CursorStore cursors) {}

    /** How messages are written and sent. */
    record Post(Messages messages, Sender sender, BackOff backOff) {}

    Delivery(Stores stores, FleetEvents events, Recipients recipients, Post post, Duration maxAge, Clock clock) {
        this.stores = stores;
        this.events = events;
        this.recipients = recipients;
        this.post = post;
        this.maxAge = maxAge;
        this.clock = clock;
    }

    /** Serves a channel until nothing is left, a try fails, its turn is over or {@code stopped}. */
    void run(Claim claim, BooleanSupplier stopped) throws InterruptedException {
        var row = stores.channels().find(claim.channel());
        if (row.isEmpty()) {
            return;
        }
        var channel = stores.secrets().open(row.get());
        var filter = Filter.ofStatuses(channel.topics().stream()
                .flatMap(topic -> topic.statuses().stream())
                .collect(Collectors.toSet()));
        var end = System.nanoTime() + TURN.toNanos();
        var present = claim;
        while (!stopped.getAsBoolean() && System.nanoTime() - end < 0) {
            var batch = events.after(present.number(), filter, BATCH);
            var settled = send(present, channel, recipients.wanted(channel, batch.events()), stopped);
            if (settled.isEmpty()) {
                return;
            }
            if (stopped.getAsBoolean() || changed(channel)) {
                break;
            }
            if (!stores.cursors().passed(claim, batch.upTo())) {
                return;
            }
            if (batch.events().size() < BATCH && events.head() == batch.upTo()) {
                break;
            }
            present = new Claim(claim.channel(), claim.epoch(), batch.upTo(), settled.get());
        }
        stores.cursors().release(claim);
    }

    /** Sends the messages; the tries of the next one, or empty when the claim is gone. */
    private Optional<Integer> send(Claim claim, OpenChannel channel, List<FleetEvent> wanted, BooleanSupplier stopped)
            throws InterruptedException {
        var attempts = claim.attempts();
        for (var group : groups(channel, wanted)) {
            if (stopped.getAsBoolean() || changed(channel)) {
                return Optional.of(attempts);
            }
            if (!settle(claim, channel, group, attempts)) {
                return Optional.empty();
            }
            attempts = 0;
        }
        return Optional.of(attempts);
    }

    /** False when the try failed or the claim is lost: then nothing more is to be done. */
    private boolean settle(Claim claim, OpenChannel channel, List<FleetEvent> group, int attempts)
            throws InterruptedException {
        var number = group.getLast().number();
        if (group.getLast().at().isBefore(clock.instant().minus(maxAge))) {
            return stores.cursors().skipped(claim, number);
        }
        Optional<Duration> asked = Optional.empty();
        String problem;
        try {
            var answer = post.sender().post(channel.target(), post.messages().of(channel, group));
            if (answer.taken()) {
                return stores.cursors().delivered(claim, number, clock.instant());
            }
            problem = answer.problem();
            asked = answer.retryAfter();
            if (answer.refusesMessage() && attempts + 1 >= REFUSALS) {
                LOG.warn("The channel {} refuses event {}, which is left out: {}", channel.name(), number, problem);
                return stores.cursors().skipped(claim, number);
            }
        } catch (NoAnswerException none) {
            problem = none.text();
        }
        var wait = post.backOff().wait(attempts, asked);
        LOG.warn("The channel {} was not told of event {}, next try in {}: {}", channel.name(), number, wait, problem);
        stores.cursors().failed(claim, problem, wait, clock.instant());
        return false;
    }

    /** Whether somebody edited or removed the channel since it was opened. */
    private boolean changed(OpenChannel channel) {
        return stores.channels()
                .find(channel.id())
                .filter(row -> row.version() == channel.version())
                .isEmpty();
    }

    /** People get one message about clusters that go the same way in a row; programs get every event. */
    private static List<List<FleetEvent>> groups(OpenChannel channel, List<FleetEvent> wanted) {
        var groups = new ArrayList<List<FleetEvent>>();
        for (var event : wanted) {
            var last = groups.isEmpty() ? List.<FleetEvent>of() : groups.getLast();
            if (channel.kind() == NotificationChannel.Kind.SLACK
                    && !last.isEmpty()
                    && last.size() < MOST_IN_ONE
                    && alike(last.getLast(), event)) {
                last.add(event);
            } else {
                groups.add(new ArrayList<>(List.of(event)));
            }
        }
        return groups;
    }

    private static boolean alike(FleetEvent one, FleetEvent other) {
        return one.cluster().isPresent()
                && other.cluster().isPresent()
                && one.status().equals(other.status())
                && one.rollout().equals(other.rollout());
    }
}
