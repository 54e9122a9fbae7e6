package io.gauntlet.notification.web;

import io.gauntlet.notification.NotificationChannel;
import io.gauntlet.notification.NotificationChannel.State;
import io.gauntlet.notification.Topic;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A channel as pages show it. */
record ChannelView(
        String name,
        String kind,
        String url,
        @Nullable String signingHint,
        List<String> events,
        String selector,
        String state,
        String glyph,
        long behind,
        long delivered,
        long skipped,
        int attempts,
        String failure,
        @Nullable Instant behindSince,
        @Nullable Instant deliveredAt,
        @Nullable Instant failingSince,
        @Nullable Instant retryAt,
        int version) {

    static ChannelView of(NotificationChannel channel) {
        var progress = channel.progress();
        return new ChannelView(
                channel.name().value(),
                ChannelResource.word(channel.kind()),
                ChannelResource.masked(channel),
                channel.signingHint().orElse(null),
                channel.topics().stream().sorted().map(Topic::text).toList(),
                channel.selector().toString(),
                ChannelResource.word(progress.state()),
                glyph(progress.state()),
                progress.behind(),
                progress.delivered(),
                progress.skipped(),
                progress.attempts(),
                progress.failure(),
                progress.behindSince().orElse(null),
                progress.deliveredAt().orElse(null),
                progress.failingSince().orElse(null),
                progress.retryAt().orElse(null),
                channel.version());
    }

    private static String glyph(State state) {
        return switch (state) {
            case OK -> "ok";
            case FAILING -> "crit";
            case DISABLED -> "mute";
        };
    }
}
