package io.gauntlet.notification.web;

import io.gauntlet.kernel.Secret;
import io.gauntlet.notification.NotificationChannel;
import io.gauntlet.notification.NotificationChannels.AddChannel;
import io.gauntlet.notification.NotificationChannels.EditChannel;
import io.gauntlet.notification.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of the channel form. Secrets stay empty unless a person types them; an empty one keeps what is stored. */
record ChannelForm(
        @Nullable String name,
        @Nullable String kind,
        @Nullable String url,
        @Nullable String signingSecret,
        @Nullable List<String> events,
        @Nullable String selector,
        @Nullable Boolean enabled) {

    static ChannelForm empty() {
        return new ChannelForm("", "slack", null, null, topics(), "", true);
    }

    static ChannelForm of(NotificationChannel channel) {
        return new ChannelForm(
                channel.name().value(),
                ChannelResource.word(channel.kind()),
                null,
                null,
                channel.topics().stream().map(Topic::text).toList(),
                channel.selector().toString(),
                channel.enabled());
    }

    /** All events in the order of the form. */
    static List<String> topics() {
        return Arrays.stream(Topic.values()).map(Topic::text).toList();
    }

    AddChannel toAdd() {
        return new AddChannel(
                text(name),
                ChannelApiController.kindOf(kind),
                Secret.of(text(url)),
                secret(signingSecret),
                chosen(),
                text(selector),
                on());
    }

    EditChannel toEdit(NotificationChannel channel, int version) {
        return new EditChannel(
                channel.name(), version, secret(url), secret(signingSecret), chosen(), text(selector), on());
    }

    /** What is shown again after a refusal: a secret is typed anew. */
    ChannelForm withoutSecrets() {
        return new ChannelForm(name, kind, null, null, events, selector, enabled);
    }

    /** A box that is not ticked is not sent at all. */
    private boolean on() {
        return Boolean.TRUE.equals(enabled);
    }

    private Set<Topic> chosen() {
        return events == null ? Set.of() : events.stream().map(Topic::parse).collect(Collectors.toSet());
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "").strip();
    }

    private static @Nullable Secret secret(@Nullable String value) {
        return value == null || value.isBlank() ? null : Secret.of(value.strip());
    }

    /** Nothing that may be secret: arguments are logged at TRACE. */
    @Override
    public String toString() {
        return "ChannelForm[" + name + "]";
    }
}
