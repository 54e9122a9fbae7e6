package io.gauntlet.cluster;

import io.gauntlet.kernel.AuditableEvent;
import java.util.Map;

/**
 * Something was done to a cluster of the inventory.
 *
 * @param action {@code cluster.registered}, {@code cluster.edited}, {@code cluster.credentials-renewed}, {@code cluster.retired}
 */
public record ClusterEvent(ClusterId cluster, String name, String action, Map<String, String> details)
        implements AuditableEvent {

    public ClusterEvent {
        details = Map.copyOf(details);
    }

    @Override
    public String subjectType() {
        return "cluster";
    }

    @Override
    public String subject() {
        return name;
    }
}
