package io.gauntlet.notification;

import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Where events are sent to, as it was when read. The rest of its URL and the signing secret are never read back.
 *
 * @param origin      scheme, host and port of the URL
 * @param urlHint     end of the URL, for recognition; may be empty
 * @param signingHint end of the signing secret; empty where messages are not signed
 * @param selector    of the clusters that it is told about
 */
public record NotificationChannel(
        UUID id,
        ResourceName name,
        Kind kind,
        String origin,
        String urlHint,
        Optional<String> signingHint,
        Set<Topic> topics,
        LabelSelector selector,
        boolean enabled,
        Instant createdAt,
        int version,
        Progress progress) {

    public NotificationChannel {
        topics = Set.copyOf(topics);
    }

    /** How messages are written. */
    public enum Kind {
        /** JSON, signed where there is a secret. */
        WEBHOOK,
        /** An incoming webhook of Slack, or of what understands the same. */
        SLACK
    }

    /** How deliveries go. */
    public enum State {
        OK,
        FAILING,
        DISABLED
    }

    /**
     * How far deliveries are.
     *
     * @param behind      events of the log that were not looked at yet
     * @param behindSince time of the first of them
     * @param skipped     messages that were given up: too old, or refused again and again
     * @param attempts    tries of the message that comes next
     * @param failure     why the last try failed; empty after one that did not
     * @param retryAt     when the next try is due; empty while nothing fails
     */
    public record Progress(
            State state,
            long behind,
            Optional<Instant> behindSince,
            long delivered,
            long skipped,
            Optional<Instant> deliveredAt,
            int attempts,
            String failure,
            Optional<Instant> failingSince,
            Optional<Instant> retryAt) {}
}
