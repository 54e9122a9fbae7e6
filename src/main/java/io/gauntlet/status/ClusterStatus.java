package io.gauntlet.status;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.delivery.DeliveryBoard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One cluster as a person should see it.
 *
 * @param health      never better than its worst component, and never good without a fresh answer
 * @param fresh       whether the cluster answered within three intervals; else what follows is from {@code answeredAt}
 * @param answeredAt  when the cluster answered last
 * @param failure     why it did not answer the last time, without credentials; empty when it did
 * @param version     of the API server; empty when it is not known
 * @param components  as they were seen when the cluster answered last
 * @param dedupLabels what the queriers remove to merge replicas
 * @param findings    the most urgent first
 */
public record ClusterStatus(
        Cluster cluster,
        Health health,
        boolean fresh,
        Optional<Instant> answeredAt,
        String failure,
        String version,
        List<ComponentStatus> components,
        List<String> dedupLabels,
        DeliveryBoard.State delivery,
        List<Finding> findings) {

    public ClusterStatus {
        components = List.copyOf(components);
        dedupLabels = List.copyOf(dedupLabels);
        findings = List.copyOf(findings);
    }

    /** How what runs relates to what should run. Not a health: a healthy cluster may run an old revision. */
    public enum Configuration {
        NEVER,
        DRAFT,
        ROLLING,
        IN_SYNC;

        /** The word in message keys. */
        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether nobody has asked the cluster yet, so that nothing can be said about it. */
    public boolean awaited() {
        return answeredAt.isEmpty()
                && failure.isEmpty()
                && health == Health.UNKNOWN
                && !has(Finding.Code.CREDENTIALS_MISSING);
    }

    public Configuration configuration() {
        if (delivery.rollout().isPresent()) {
            return Configuration.ROLLING;
        }
        if (delivery.applied() == 0) {
            return Configuration.NEVER;
        }
        return delivery.unpushed() ? Configuration.DRAFT : Configuration.IN_SYNC;
    }

    public Optional<ComponentStatus> component(String name) {
        return components.stream()
                .filter(component -> component.name().equals(name))
                .findFirst();
    }

    public boolean has(Finding.Code code) {
        return findings.stream().anyMatch(finding -> finding.code() == code);
    }

    public String name() {
        return cluster.name().value();
    }

    /** The value of the {@code region} label, or nothing. */
    public String region() {
        return cluster.labels().get("region").orElse("");
    }

    /** How long ago the cluster answered. */
    public Optional<Duration> age(Instant now) {
        return answeredAt.map(at -> Duration.between(at, now));
    }
}
