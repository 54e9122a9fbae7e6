package io.gauntlet.stack;

import io.gauntlet.kernel.AuditableEvent;
import java.util.Map;

/** What happened to a profile or a stack, for the trail. */
record StackAudit(String action, String subjectType, String subject, Map<String, String> details)
        implements AuditableEvent {

    StackAudit {
        details = Map.copyOf(details);
    }
}
