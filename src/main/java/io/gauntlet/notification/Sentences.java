package io.gauntlet.notification;

import io.gauntlet.delivery.FleetEvent;
import io.gauntlet.delivery.FleetEvent.Origin;
import io.gauntlet.kernel.ResourceName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;

/** Says in plain text what an event means. Nothing is escaped: that is up to who writes the message. */
final class Sentences {

    private static final int NAMED = 10;
    private static final Set<String> QUEUE = Topic.PUSH_QUEUE.statuses();

    private final MessageSourceAccessor messages;
    private final String linkBase;

    Sentences(MessageSource messages, String linkBase) {
        this.messages = new MessageSourceAccessor(messages, Locale.ENGLISH);
        this.linkBase = linkBase;
    }

    /**
     * A sentence about something.
     *
     * @param detail may be empty
     * @param link   to the page that shows it; empty where the address of this installation is not known
     */
    record Sentence(String title, String detail, Optional<String> link) {}

    /** About one event, or about several of one topic and status in a row. */
    Sentence of(List<FleetEvent> events) {
        var event = events.getLast();
        var reason = event.rollout().map(Origin::reason).orElse("");
        var author = event.rollout().map(Origin::createdBy).orElse("");
        var clusters = clusters(events);
        var subject = event.plan().isPresent() ? "plan." : event.cluster().isPresent() ? "cluster." : "rollout.";
        var key = "notification.text." + subject + event.status();
        var title = events.size() > 1 ? text(key + ".many", events.size(), clusters) : text(key, clusters);
        var detail = text(key + ".detail", reason, author, event.message()).strip();
        return new Sentence(title, detail, link(event));
    }

    /** What a test says. */
    Sentence test(ResourceName channel) {
        return new Sentence(
                text("notification.text.test", channel),
                text("notification.text.test.detail"),
                linkBase.isEmpty() ? Optional.empty() : Optional.of(linkBase + "/settings/notifications"));
    }

    private static String clusters(List<FleetEvent> events) {
        var names = events.stream()
                .flatMap(event -> event.cluster().stream())
                .map(ResourceName::value)
                .distinct()
                .toList();
        var named = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() > NAMED ? named + ", …" : named;
    }

    private Optional<String> link(FleetEvent event) {
        if (linkBase.isEmpty()) {
            return Optional.empty();
        }
        return event.rollout()
                .map(origin -> linkBase + "/rollouts/" + origin.id())
                .or(() -> event.plan().map(plan -> linkBase + "/plans/" + plan))
                .or(() -> event.cluster()
                        .map(cluster ->
                                linkBase + (QUEUE.contains(event.status()) ? "/clusters/" : "/drift/") + cluster));
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments);
    }
}
