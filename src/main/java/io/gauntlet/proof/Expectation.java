package io.gauntlet.proof;

import java.util.List;
import java.util.Map;

/**
 * What has to be seen of one revision of one cluster.
 *
 * @param cluster   value of the owner label on the objects and their pods
 * @param namespace where the workloads run
 */
public record Expectation(String cluster, String namespace, List<Workload> workloads) {

    public Expectation {
        workloads = List.copyOf(workloads);
    }

    /**
     * A workload and the evidence that its programs give.
     *
     * @param component as the label {@code app.kubernetes.io/component} says
     * @param kind      {@code StatefulSet}, {@code Deployment} or {@code DaemonSet}
     * @param replicas  pods that have to be there; 0 for a DaemonSet, where the nodes decide
     * @param evidence  what the program has to show, by a key that the component's reader knows
     */
    public record Workload(String component, String kind, String name, int replicas, Map<String, String> evidence) {

        public Workload {
            evidence = Map.copyOf(evidence);
        }
    }
}
