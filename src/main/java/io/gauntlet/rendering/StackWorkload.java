package io.gauntlet.rendering;

import io.gauntlet.kernel.ResourceType;
import java.util.List;

/**
 * A workload that a stack can have, whether or not the stack of a cluster has it.
 *
 * @param component what it belongs to: {@code prometheus}, {@code querier}, …
 * @param name      of the object, the same in every cluster
 */
public record StackWorkload(String component, ResourceType type, String name) {

    private static final List<StackWorkload> ALL = List.of(
            of(Component.PROMETHEUS, Kinds.STATEFUL_SET),
            of(Component.QUERIER, Kinds.DEPLOYMENT),
            of(Component.QUERY_FRONTEND, Kinds.DEPLOYMENT),
            of(Component.STORE_GATEWAY, Kinds.STATEFUL_SET),
            of(Component.COMPACTOR, Kinds.STATEFUL_SET),
            of(Component.RULER, Kinds.STATEFUL_SET),
            of(Component.ALERTMANAGER, Kinds.STATEFUL_SET),
            of(Component.KUBE_STATE_METRICS, Kinds.DEPLOYMENT),
            of(Component.NODE_EXPORTER, Kinds.DAEMON_SET),
            of(Component.GRAFANA, Kinds.STATEFUL_SET));

    /** One for each component that has a workload. */
    public static List<StackWorkload> all() {
        return ALL;
    }

    private static StackWorkload of(Component component, ResourceType type) {
        return new StackWorkload(component.label(), type, component.workload());
    }
}
