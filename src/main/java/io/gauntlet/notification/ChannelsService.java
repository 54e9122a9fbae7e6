package io.gauntlet.notification;

import io.gauntlet.delivery.FleetEvent;
import io.gauntlet.delivery.FleetEvents;
import io.gauntlet.delivery.FleetEvents.Filter;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.EntityTag;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.Ids;
import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.notification.ChannelStore.Row;
import io.gauntlet.notification.NotificationChannel.Progress;
import io.gauntlet.notification.NotificationChannel.State;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

/** Keeps channels; every change is audited in the same transaction. */
class ChannelsService implements NotificationChannels {

    /** More would only make every process look at more rows. */
    private static final int MOST = 100;

    private static final String KIND = "notification channel";

    private final Delivery.Stores stores;
    private final ChannelCheck check;
    private final FleetEvents log;
    private final Delivery.Post post;
    private final Changes changes;

    /** How something is changed. */
    record Changes(TransactionOperations transactions, ApplicationEventPublisher events, Ids ids, Clock clock) {}

    ChannelsService(Delivery.Stores stores, ChannelCheck check, FleetEvents log, Delivery.Post post, Changes changes) {
        this.stores = stores;
        this.check = check;
        this.log = log;
        this.post = post;
        this.changes = changes;
    }

    @Override
    public NotificationChannel add(AddChannel command) {
        var id = changes.ids().next();
        var name = new ResourceName(command.name());
        var settings = check.settings(id, command);
        var row = new Row(id, name, command.kind(), settings, changes.clock().instant(), 0);
        var head = log.head();
        changes.transactions().executeWithoutResult(status -> {
            if (stores.channels().count() >= MOST) {
                throw new DomainException.Conflict("There are " + MOST + " channels already. Remove one first.");
            }
            try {
                stores.channels().insert(row);
            } catch (DuplicateKeyException taken) {
                throw new DomainException.Conflict(
                        "There is a channel '" + name + "' already.",
                        List.of(new FieldProblem("name", "The name is taken.", "Choose another name.")));
            }
            stores.cursors().create(id, head);
            audit("notification-channel.added", row);
        });
        return get(name);
    }

    @Override
    public NotificationChannel get(ResourceName name) {
        return snapshot(row(name), log.head());
    }

    @Override
    public Page<NotificationChannel> page(@Nullable String after, int limit) {
        var head = log.head();
        var rows = stores.channels().after(after == null ? "" : after, limit + 1).stream()
                .map(row -> snapshot(row, head))
                .toList();
        return Page.cut(rows, limit, channel -> channel.name().value());
    }

    @Override
    public NotificationChannel edit(EditChannel command) {
        var before = row(command.name());
        EntityTag.requireMatch(command.version(), before.version(), KIND, command.name());
        var settings = check.settings(before, command);
        var row = new Row(before.id(), before.name(), before.kind(), settings, before.createdAt(), before.version());
        var head = log.head();
        changes.transactions().executeWithoutResult(status -> {
            if (!stores.channels().update(row)) {
                throw new DomainException.Stale(KIND, command.name());
            }
            if (settings.enabled() && !before.settings().enabled()) {
                stores.cursors().restart(row.id(), head);
            } else {
                stores.cursors().retryNow(row.id());
            }
            audit("notification-channel.changed", row);
        });
        return get(command.name());
    }

    @Override
    public void remove(ResourceName name, int version) {
        var row = row(name);
        EntityTag.requireMatch(version, row.version(), KIND, name);
        changes.transactions().executeWithoutResult(status -> {
            if (!stores.channels().delete(row.id(), version)) {
                throw new DomainException.Stale(KIND, name);
            }
            audit("notification-channel.removed", row);
        });
    }

    @Override
    public TestOutcome test(ResourceName name) {
        var row = row(name);
        var outcome = send(stores.secrets().open(row));
        changes.transactions().executeWithoutResult(status -> {
            if (outcome.delivered()) {
                stores.cursors().recovered(row.id());
            }
            changes.events()
                    .publishEvent(new ChannelAudit(
                            "notification-channel.tested",
                            name.value(),
                            Map.of("delivered", Boolean.toString(outcome.delivered()), "answer", answer(outcome))));
        });
        return outcome;
    }

    private TestOutcome send(OpenChannel channel) {
        try {
            var answer = post.sender()
                    .post(
                            channel.target(),
                            post.messages().test(channel, changes.ids().next()));
            return new TestOutcome(answer.taken(), OptionalInt.of(answer.status()), answer.took(), answer.problem());
        } catch (NoAnswerException none) {
            return new TestOutcome(false, OptionalInt.empty(), none.took(), none.text());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    private static String answer(TestOutcome outcome) {
        return outcome.status().isPresent() ? Integer.toString(outcome.status().getAsInt()) : outcome.message();
    }

    private Row row(ResourceName name) {
        return stores.channels().find(name).orElseThrow(() -> new DomainException.NotFound(KIND, name));
    }

    private void audit(String action, Row row) {
        changes.events()
                .publishEvent(new ChannelAudit(
                        action,
                        row.name().value(),
                        Map.of(
                                "kind", row.kind().name(),
                                "address", row.settings().origin(),
                                "enabled", Boolean.toString(row.settings().enabled()))));
    }

    private NotificationChannel snapshot(Row row, long head) {
        var settings = row.settings();
        return new NotificationChannel(
                row.id(),
                row.name(),
                row.kind(),
                settings.origin(),
                settings.urlHint(),
                Optional.ofNullable(settings.signingHint()),
                settings.topics(),
                io.gauntlet.kernel.LabelSelector.parse(settings.selector()),
                settings.enabled(),
                row.createdAt(),
                row.version(),
                progress(row, head));
    }

    private Progress progress(Row row, long head) {
        var cursor = stores.cursors().get(row.id());
        var failing = cursor.failingSince().isPresent();
        var enabled = row.settings().enabled();
        var behind = enabled ? Math.max(0, head - cursor.number()) : 0;
        return new Progress(
                enabled ? failing ? State.FAILING : State.OK : State.DISABLED,
                behind,
                behind == 0
                        ? Optional.empty()
                        : log.after(cursor.number(), Filter.NONE, 1).events().stream()
                                .findFirst()
                                .map(FleetEvent::at),
                cursor.delivered(),
                cursor.skipped(),
                cursor.deliveredAt(),
                cursor.attempts(),
                cursor.failure(),
                cursor.failingSince(),
                failing && enabled ? Optional.of(cursor.dueAt()) : Optional.empty());
    }
}
