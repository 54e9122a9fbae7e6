package io.gauntlet.cluster.web;

import io.gauntlet.cluster.Cluster;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cluster as the API shows it; credentials are never part of it. */
record ClusterResource(
        String id,
        String name,
        String displayName,
        String namespace,
        Map<String, String> labels,
        String apiServer,
        String state,
        @Nullable String kubernetesVersion,
        boolean sandbox,
        Instant createdAt,
        int version) {

    static ClusterResource of(Cluster cluster) {
        return new ClusterResource(
                cluster.id().toString(),
                cluster.name().value(),
                cluster.displayName(),
                cluster.namespace().value(),
                cluster.labels().values(),
                cluster.apiServer(),
                cluster.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                cluster.kubernetesVersion().orElse(null),
                cluster.sandbox(),
                cluster.createdAt(),
                cluster.version());
    }
}
