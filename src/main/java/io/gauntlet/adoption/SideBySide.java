package io.gauntlet.adoption;

import io.gauntlet.adoption.Survey.Origin;
import io.gauntlet.adoption.Survey.Workload;
import java.util.Locale;
import java.util.Set;

/** What it means that a workload of somebody else does the same as one of ours. */
final class SideBySide {

    private SideBySide() {}

    /**
     * Code of what happens; the page has a text for each.
     *
     * @param components the components that the stack has here
     */
    static String effect(StackRole role, Set<String> components) {
        if (role == StackRole.COMPACTOR && !components.contains(role.component())) {
            return "compactor-waits";
        }
        if (role.component().isEmpty() || !components.contains(role.component())) {
            return "stays";
        }
        return switch (role) {
            case PROMETHEUS -> "scrapes-twice";
            case RULER -> "alerts-twice";
            case ALERTMANAGER -> "notifies-twice";
            case COMPACTOR -> "compacts-twice";
            case NODE_EXPORTER -> "port-taken";
            case KUBE_STATE_METRICS -> "series-twice";
            default -> "idle";
        };
    }

    /** Two compactors on one bucket destroy blocks; two exporters cannot have one port of a node. */
    static boolean danger(StackRole role, Set<String> components) {
        return (role == StackRole.COMPACTOR || role == StackRole.NODE_EXPORTER)
                && components.contains(role.component());
    }

    /** The command that ends it for good: of what an operator keeps, the custom resource has to go. */
    static String command(Workload workload) {
        var owner = workload.owner().split(" ", -1);
        return workload.origin() == Origin.OPERATOR && owner.length == 2
                ? TakeOverReader.delete(owner[0].toLowerCase(Locale.ROOT), workload.namespace(), owner[1])
                : TakeOverReader.delete(workload.kind(), workload.namespace(), workload.name());
    }
}
