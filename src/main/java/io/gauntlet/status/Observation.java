package io.gauntlet.status;

import io.gauntlet.cluster.ClusterCallException.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one look at a cluster.
 *
 * @param takenAt     when it was tried
 * @param answeredAt  when the cluster last answered; what the other components say is from then
 * @param since       when this outcome was seen first
 * @param failure     why there was no answer; null when there was one
 * @param message     the failure in words, without credentials
 * @param version     of the API server; empty when it never said
 * @param dedupLabels what the queriers remove to merge replicas
 */
record Observation(
        Instant takenAt,
        @Nullable Instant answeredAt,
        Instant since,
        @Nullable Failure failure,
        String message,
        String version,
        List<ComponentStatus> components,
        List<String> dedupLabels) {

    Observation {
        components = List.copyOf(components);
        dedupLabels = List.copyOf(dedupLabels);
    }

    /** No answer: what was known stays, with its own time. */
    static Observation failed(@Nullable Observation before, Instant now, Failure failure, String message) {
        var same = before != null && before.failure == failure;
        return new Observation(
                now,
                before == null ? null : before.answeredAt,
                same && before != null ? before.since : now,
                failure,
                message,
                before == null ? "" : before.version,
                before == null ? List.of() : before.components,
                before == null ? List.of() : before.dedupLabels);
    }

    /** Whether it says the same as another one, times aside. */
    boolean sameAs(@Nullable Observation other) {
        return other != null
                && failure == other.failure
                && message.equals(other.message)
                && version.equals(other.version)
                && components.equals(other.components)
                && dedupLabels.equals(other.dedupLabels);
    }

    /** The same, confirmed at a later time. */
    Observation seenAt(Instant at) {
        return new Observation(
                at, failure == null ? at : answeredAt, since, failure, message, version, components, dedupLabels);
    }

    Optional<ComponentStatus> component(String name) {
        return components.stream()
                .filter(component -> component.name().equals(name))
                .findFirst();
    }
}
