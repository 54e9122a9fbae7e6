package io.gauntlet.notification;

import io.gauntlet.kernel.Page;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Channels through which people and programs hear of events. Every change is audited. */
public interface NotificationChannels {

    /** Saves a channel; it is told what happens from now on. Nothing is sent to it. */
    NotificationChannel add(AddChannel command);

    NotificationChannel get(ResourceName name);

    /** By name. */
    Page<NotificationChannel> page(@Nullable String after, int limit);

    /** Changes a channel under optimistic locking; one that is enabled again is told what happens from then on. */
    NotificationChannel edit(EditChannel command);

    void remove(ResourceName name, int version);

    /** Sends a message to the receiver at once, whether or not the channel is enabled, and says what it answered. */
    TestOutcome test(ResourceName name);

    /**
     * Adds a channel.
     *
     * @param signingSecret null or blank for messages that are not signed
     */
    record AddChannel(
            String name,
            NotificationChannel.Kind kind,
            Secret url,
            @Nullable Secret signingSecret,
            Set<Topic> topics,
            String selector,
            boolean enabled) {}

    /**
     * Changes a channel; what is null stays.
     *
     * @param signingSecret blank takes it away
     */
    record EditChannel(
            ResourceName name,
            int version,
            @Nullable Secret url,
            @Nullable Secret signingSecret,
            @Nullable Set<Topic> topics,
            @Nullable String selector,
            @Nullable Boolean enabled) {}

    /**
     * What became of a test.
     *
     * @param delivered whether the receiver took the message
     * @param status    HTTP status of its answer; empty when there was none
     * @param message   what is wrong, for people; empty when nothing is
     */
    record TestOutcome(boolean delivered, OptionalInt status, Duration took, String message) {}
}
