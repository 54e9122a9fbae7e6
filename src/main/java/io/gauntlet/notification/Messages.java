package io.gauntlet.notification;

import io.gauntlet.delivery.FleetEvent;
import io.gauntlet.delivery.FleetEvent.Origin;
import io.gauntlet.delivery.PlanId;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.Secret;
import io.gauntlet.notification.Sender.Message;
import io.gauntlet.notification.Sentences.Sentence;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes messages in the form that the kind of a channel asks for. */
final class Messages {

    static final String TIMESTAMP = "X-Gauntlet-Timestamp";
    static final String SIGNATURE = "X-Gauntlet-Signature";
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final Sentences sentences;
    private final JsonMapper json;
    private final Clock clock;

    Messages(Sentences sentences, JsonMapper json, Clock clock) {
        this.sentences = sentences;
        this.json = json;
        this.clock = clock;
    }

    /** What a webhook is sent. Fields are added to it and never taken away. */
    record Body(
            long number,
            Instant at,
            String event,
            String status,
            @Nullable UUID rollout,
            @Nullable String kind,
            @Nullable String reason,
            @Nullable String cluster,
            int done,
            int total,
            String message,
            String text,
            @Nullable String link,
            @Nullable UUID plan) {}

    /** About one event, or for Slack about several of one topic and status in a row. */
    Message of(OpenChannel channel, List<FleetEvent> events) {
        var sentence = sentences.of(events);
        if (channel.kind() == NotificationChannel.Kind.SLACK) {
            return slack(sentence);
        }
        var event = events.getLast();
        var rollout = event.rollout();
        var body = new Body(
                event.number(),
                event.at(),
                Topic.of(event).map(Topic::text).orElse(""),
                event.status(),
                rollout.map(origin -> origin.id().value()).orElse(null),
                rollout.map(origin -> origin.kind().name().toLowerCase(Locale.ROOT))
                        .orElse(null),
                rollout.map(Origin::reason).orElse(null),
                event.cluster().map(ResourceName::value).orElse(null),
                event.done(),
                event.total(),
                event.message(),
                text(sentence),
                sentence.link().orElse(null),
                event.plan().map(PlanId::value).orElse(null));
        return webhook(channel.signingSecret(), body, Long.toString(event.number()));
    }

    /** @param key tells one test from another */
    Message test(OpenChannel channel, UUID key) {
        var sentence = sentences.test(channel.name());
        if (channel.kind() == NotificationChannel.Kind.SLACK) {
            return slack(sentence);
        }
        var link = sentence.link().orElse(null);
        var body = new Body(
                0, clock.instant(), "test", "test", null, null, null, null, 0, 0, "", text(sentence), link, null);
        return webhook(channel.signingSecret(), body, "test-" + key);
    }

    private static String text(Sentence sentence) {
        return sentence.detail().isEmpty() ? sentence.title() : sentence.title() + ": " + sentence.detail();
    }

    private Message webhook(Optional<Secret> secret, Body body, String key) {
        var bytes = json.writeValueAsBytes(body);
        var timestamp = Long.toString(clock.instant().getEpochSecond());
        var headers = new HashMap<>(Map.of(TIMESTAMP, timestamp, IDEMPOTENCY_KEY, key));
        secret.ifPresent(known -> headers.put(SIGNATURE, Signature.of(known, timestamp, bytes)));
        return new Message(bytes, headers);
    }

    private Message slack(Sentence sentence) {
        var title = SlackText.escape(sentence.title());
        var detail = SlackText.escape(sentence.detail());
        var text = new StringBuilder("*").append(title).append('*');
        if (!detail.isEmpty()) {
            text.append('\n').append(detail);
        }
        sentence.link().ifPresent(link -> text.append("\n<").append(link).append("|Gauntlet>"));
        var section = new LinkedHashMap<String, Object>();
        section.put("type", "section");
        section.put("text", Map.of("type", "mrkdwn", "text", text.toString()));
        var payload = new LinkedHashMap<String, Object>();
        // Shown in notifications of the system, and where blocks are not understood.
        payload.put("text", detail.isEmpty() ? title : title + ": " + detail);
        payload.put("blocks", List.of(section));
        payload.put("unfurl_links", false);
        return new Message(json.writeValueAsBytes(payload), Map.of());
    }
}
