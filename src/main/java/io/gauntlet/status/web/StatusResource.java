package io.gauntlet.status.web;

import io.gauntlet.status.ClusterStatus;
import io.gauntlet.status.ComponentStatus;
import io.gauntlet.status.Finding;
import io.gauntlet.status.FleetStatus;
import io.gauntlet.status.FleetStatus.Tally;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the status calls answer. */
final class StatusResource {

    private static final int MOST_FINDINGS = 500;

    private StatusResource() {}

    /** @param health number of clusters of each health */
    record Fleet(
            @Nullable Instant sweptAt,
            long intervalSeconds,
            int clusters,
            Map<String, Integer> health,
            Tally prometheusReplicas,
            Tally storeEndpoints,
            List<FindingItem> findings) {

        static Fleet of(FleetStatus fleet) {
            var health = new LinkedHashMap<String, Integer>();
            fleet.counts().forEach((key, count) -> health.put(key.key(), count));
            return new Fleet(
                    fleet.sweptAt().orElse(null),
                    fleet.interval().toSeconds(),
                    fleet.clusters().size(),
                    health,
                    fleet.tally("prometheus"),
                    fleet.storeEndpoints(),
                    items(fleet.findings()));
        }
    }

    /** @param detail untrusted text of the cluster */
    record FindingItem(
            String code,
            String severity,
            @Nullable String cluster,
            int clusters,
            @Nullable String component,
            String detail,
            @Nullable Instant since) {}

    /** @param error untrusted text of the cluster */
    record Component(
            String name,
            String health,
            int desired,
            int ready,
            int updated,
            String version,
            int restarts,
            @Nullable String error,
            List<String> nodes) {

        static Component of(ComponentStatus component, boolean fresh) {
            return new Component(
                    component.name(),
                    fresh ? component.health().key() : "unknown",
                    component.desired(),
                    component.ready(),
                    component.updated(),
                    component.version(),
                    component.restarts(),
                    component.error(),
                    component.nodes());
        }
    }

    /** @param fresh whether the components are from an answer that still counts */
    record ClusterItem(
            String name,
            String health,
            boolean fresh,
            @Nullable Instant answeredAt,
            @Nullable String failure,
            String kubernetesVersion,
            String configuration,
            @Nullable Integer revision,
            List<Component> components,
            List<FindingItem> findings) {

        static ClusterItem of(ClusterStatus status) {
            return new ClusterItem(
                    status.name(),
                    status.health().key(),
                    status.fresh(),
                    status.answeredAt().orElse(null),
                    status.failure().isEmpty() ? null : status.failure(),
                    status.version(),
                    status.configuration().key(),
                    status.delivery().revision().orElse(null),
                    status.components().stream()
                            .map(component -> Component.of(component, status.fresh()))
                            .toList(),
                    items(status.findings()));
        }
    }

    private static List<FindingItem> items(List<Finding> findings) {
        return findings.stream()
                .limit(MOST_FINDINGS)
                .map(finding -> new FindingItem(
                        finding.code().key(),
                        finding.severity().key(),
                        finding.cluster().isEmpty() ? null : finding.cluster(),
                        finding.count(),
                        finding.component().isEmpty() ? null : finding.component(),
                        finding.detail(),
                        finding.since()))
                .toList();
    }
}
