package io.gauntlet.adoption;

import io.gauntlet.kernel.AuditableEvent;
import io.gauntlet.kernel.ResourceName;
import java.util.Map;

/** What happened in the adoption of a cluster, for the trail. */
record AdoptionEvent(String action, ResourceName cluster, Map<String, String> details) implements AuditableEvent {

    AdoptionEvent {
        details = Map.copyOf(details);
    }

    @Override
    public String subjectType() {
        return "cluster";
    }

    @Override
    public String subject() {
        return cluster.value();
    }
}
