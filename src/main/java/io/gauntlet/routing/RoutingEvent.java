package io.gauntlet.routing;

import io.gauntlet.kernel.AuditableEvent;

/** Something was done to a routing. */
public record RoutingEvent(String action, String subject) implements AuditableEvent {

    @Override
    public String subjectType() {
        return "routing";
    }
}
