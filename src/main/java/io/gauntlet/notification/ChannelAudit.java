package io.gauntlet.notification;

import io.gauntlet.kernel.AuditableEvent;
import java.util.Map;

/** What happened to a channel, for the trail. */
record ChannelAudit(String action, String subject, Map<String, String> details) implements AuditableEvent {

    ChannelAudit {
        details = Map.copyOf(details);
    }

    @Override
    public String subjectType() {
        return "notification-channel";
    }
}
