package io.gauntlet.status;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One part of a cluster's stack as it was seen.
 *
 * @param name     value of {@code app.kubernetes.io/component}, or {@code sidecar} for the container beside Prometheus
 * @param updated  replicas that run the newest revision of the workload
 * @param version  tag of the image; empty when there is none
 * @param restarts of all containers of all pods
 * @param error    why a pod is not ready, in the words of the cluster: untrusted text of at most 300 characters
 * @param nodes    where its pods run, each node once
 */
public record ComponentStatus(
        String name,
        Health health,
        int desired,
        int ready,
        int updated,
        String version,
        int restarts,
        @Nullable String error,
        List<String> nodes) {

    public ComponentStatus {
        nodes = List.copyOf(nodes);
    }

    /** For people: {@code 2/3}. */
    public String fraction() {
        return ready + "/" + desired;
    }
}
