package io.gauntlet.change;

import io.gauntlet.kernel.AuditableEvent;
import java.util.Map;

/** A change was taken back, for the trail. */
record ChangeAudit(String subject, Map<String, String> details) implements AuditableEvent {

    ChangeAudit {
        details = Map.copyOf(details);
    }

    @Override
    public String action() {
        return "change.reverted";
    }

    @Override
    public String subjectType() {
        return "change";
    }
}
