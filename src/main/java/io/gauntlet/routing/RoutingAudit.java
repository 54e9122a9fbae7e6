package io.gauntlet.routing;

import io.gauntlet.kernel.AuditableEvent;
import java.util.Map;

/** What happened to a routing, for the trail. */
record RoutingAudit(String action, String subject, Map<String, String> details) implements AuditableEvent {

    RoutingAudit {
        details = Map.copyOf(details);
    }

    @Override
    public String subjectType() {
        return "routing";
    }
}
