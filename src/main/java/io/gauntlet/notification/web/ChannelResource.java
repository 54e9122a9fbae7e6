package io.gauntlet.notification.web;

import io.gauntlet.notification.NotificationChannel;
import io.gauntlet.notification.NotificationChannels;
import io.gauntlet.notification.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A channel as REST shows it.
 *
 * @param url           without what is secret: the host, and the end for recognition
 * @param signingSecret the end of the secret; null where messages are not signed
 */
record ChannelResource(
        String name,
        String kind,
        String url,
        @Nullable String signingSecret,
        List<String> events,
        String selector,
        boolean enabled,
        Instant createdAt,
        ProgressResource progress) {

    /** How deliveries go. */
    record ProgressResource(
            String state,
            long behind,
            @Nullable Instant behindSince,
            long delivered,
            long skipped,
            @Nullable Instant deliveredAt,
            int attempts,
            String failure,
            @Nullable Instant failingSince,
            @Nullable Instant retryAt) {

        static ProgressResource of(NotificationChannel.Progress progress) {
            return new ProgressResource(
                    word(progress.state()),
                    progress.behind(),
                    progress.behindSince().orElse(null),
                    progress.delivered(),
                    progress.skipped(),
                    progress.deliveredAt().orElse(null),
                    progress.attempts(),
                    progress.failure(),
                    progress.failingSince().orElse(null),
                    progress.retryAt().orElse(null));
        }
    }

    /** What became of a test; status is null where there was no answer. */
    record TestResource(boolean delivered, @Nullable Integer status, long milliseconds, String message) {

        static TestResource of(NotificationChannels.TestOutcome outcome) {
            return new TestResource(
                    outcome.delivered(),
                    outcome.status().isPresent() ? outcome.status().getAsInt() : null,
                    outcome.took().toMillis(),
                    outcome.message());
        }
    }

    static ChannelResource of(NotificationChannel channel) {
        return new ChannelResource(
                channel.name().value(),
                word(channel.kind()),
                masked(channel),
                channel.signingHint().map(hint -> "…" + hint).orElse(null),
                channel.topics().stream().sorted().map(Topic::text).toList(),
                channel.selector().toString(),
                channel.enabled(),
                channel.createdAt(),
                ProgressResource.of(channel.progress()));
    }

    static String masked(NotificationChannel channel) {
        return channel.origin() + "/…" + channel.urlHint();
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
