package io.gauntlet.status;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.Cluster.State;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.delivery.DeliveryBoard;
import io.gauntlet.stack.EffectiveStack;
import io.gauntlet.status.Finding.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides how a cluster is and what needs attention, from what was seen and what should be. Pure. */
final class ClusterJudge {

    private final Instant now;
    private final Duration freshFor;

    /** @param freshFor how old an answer may be to count */
    ClusterJudge(Instant now, Duration freshFor) {
        this.now = now;
        this.freshFor = freshFor;
    }

    /**
     * What is known about one cluster.
     *
     * @param routed whether a routing selects it
     */
    record Subject(
            Cluster cluster,
            @Nullable Observation seen,
            DeliveryBoard.State delivery,
            @Nullable EffectiveStack stack,
            boolean routed) {

        String name() {
            return cluster.name().value();
        }

        boolean pushed() {
            return delivery.applied() > 0;
        }

        boolean rolling() {
            return delivery.rollout().isPresent();
        }
    }

    ClusterStatus judge(Subject subject) {
        var seen = subject.seen;
        var fresh = isFresh(subject);
        var components = components(subject, fresh);
        var findings = new ArrayList<Finding>();
        if (subject.cluster.state() != State.DISABLED) {
            reach(subject, fresh, findings);
            if (fresh) {
                running(subject, components, findings);
            }
            configured(subject, findings);
        }
        findings.sort(Comparator.comparing(Finding::code));
        return new ClusterStatus(
                subject.cluster,
                health(subject, fresh, components),
                fresh,
                Optional.ofNullable(seen == null ? null : seen.answeredAt()),
                seen == null || seen.failure() == null ? "" : seen.message(),
                version(subject),
                components,
                seen == null ? List.of() : seen.dedupLabels(),
                subject.delivery,
                findings);
    }

    private boolean isFresh(Subject subject) {
        var seen = subject.seen;
        return subject.cluster.state() == State.ACTIVE
                && seen != null
                && seen.failure() == null
                && seen.answeredAt() != null
                && seen.answeredAt().plus(freshFor).isAfter(now);
    }

    private static Health health(Subject subject, boolean fresh, List<ComponentStatus> components) {
        if (subject.cluster.state() == State.DISABLED) {
            return Health.IDLE;
        }
        if (!fresh) {
            return Health.UNKNOWN;
        }
        if (components.isEmpty()) {
            return subject.rolling() ? Health.ROLLING : Health.IDLE;
        }
        var worst =
                Health.worst(components.stream().map(ComponentStatus::health).toList());
        return subject.rolling() ? worst.and(Health.ROLLING) : worst;
    }

    /** What was seen, and what was pushed but is not there any more. */
    private static List<ComponentStatus> components(Subject subject, boolean fresh) {
        var components = new ArrayList<>(subject.seen == null ? List.<ComponentStatus>of() : subject.seen.components());
        if (fresh && subject.pushed() && !subject.rolling()) {
            for (var name : Components.ALWAYS) {
                if (components.stream().noneMatch(component -> component.name().equals(name))) {
                    var missing = "its workload is not in the cluster";
                    components.add(new ComponentStatus(
                            name, Health.DOWN, wanted(subject, name), 0, 0, "", 0, missing, List.of()));
                }
            }
            components.sort(Components.ORDER);
        }
        return components;
    }

    private static int wanted(Subject subject, String component) {
        if (subject.stack == null) {
            return 1;
        }
        var settings = subject.stack.settings();
        return switch (component) {
            case Components.QUERIER -> settings.querier().replicas();
            case Components.ALERTMANAGER -> settings.alertmanager().replicas();
            default -> settings.prometheus().replicas();
        };
    }

    private static String version(Subject subject) {
        var seen = subject.seen == null ? "" : subject.seen.version();
        return seen.isEmpty() ? subject.cluster.kubernetesVersion().orElse("") : seen;
    }

    private static void reach(Subject subject, boolean fresh, List<Finding> findings) {
        var seen = subject.seen;
        if (subject.cluster.state() == State.CREDENTIALS_MISSING) {
            findings.add(Finding.of(Code.CREDENTIALS_MISSING, Health.UNKNOWN, subject.name()));
        } else if (seen != null && seen.failure() != null) {
            var refused = seen.failure() == Failure.UNAUTHORIZED || seen.failure() == Failure.FORBIDDEN;
            findings.add(Finding.of(refused ? Code.ACCESS_REFUSED : Code.UNREACHABLE, Health.UNKNOWN, subject.name())
                    .about("", seen.message(), seen.since()));
        } else if (seen != null && !fresh) {
            findings.add(Finding.of(Code.STALE, Health.UNKNOWN, subject.name()).about("", "", seen.answeredAt()));
        }
    }

    private static void running(Subject subject, List<ComponentStatus> components, List<Finding> findings) {
        var since = subject.seen == null ? null : subject.seen.since();
        for (var component : components) {
            var words = component.error() == null ? "" : component.error();
            switch (component.health()) {
                case DOWN -> {
                    var code = component.name().equals(WorkloadReader.PROMETHEUS)
                            ? Code.PROMETHEUS_DOWN
                            : Code.COMPONENT_DOWN;
                    findings.add(Finding.of(code, Health.DOWN, subject.name()).about(component.name(), words, since));
                }
                case DEGRADED -> {
                    var text = component.fraction() + (words.isEmpty() ? "" : " · " + words);
                    findings.add(Finding.of(Code.COMPONENT_DEGRADED, Health.DEGRADED, subject.name())
                            .about(component.name(), text, since));
                }
                case UNKNOWN, IDLE, ROLLING, HEALTHY -> {}
            }
        }
        if (subject.stack != null && !components.isEmpty()) {
            replicas(subject, subject.stack, components, findings);
        }
    }

    private static void replicas(
            Subject subject, EffectiveStack stack, List<ComponentStatus> components, List<Finding> findings) {
        var label = stack.settings().prometheus().replicaLabel();
        var removed = subject.seen == null ? List.<String>of() : subject.seen.dedupLabels();
        if (!removed.isEmpty() && !removed.contains(label)) {
            findings.add(Finding.of(Code.DEDUP_LABEL, Health.DEGRADED, subject.name())
                    .about("", label, null));
        }
        for (var component : components) {
            var prometheus = component.name().equals(WorkloadReader.PROMETHEUS);
            if (prometheus && component.ready() > 1 && component.nodes().size() == 1) {
                findings.add(Finding.of(Code.SAME_NODE, Health.DEGRADED, subject.name())
                        .about(component.name(), component.nodes().getFirst(), null));
            }
        }
    }

    private static void configured(Subject subject, List<Finding> findings) {
        var name = subject.name();
        if (subject.stack != null && subject.stack.settings().prometheus().replicas() < 2) {
            findings.add(Finding.of(Code.SINGLE_REPLICA, Health.DEGRADED, name));
        }
        if (subject.stack != null && subject.stack.bucket().isEmpty()) {
            findings.add(Finding.of(Code.NO_BUCKET, Health.DEGRADED, name));
        }
        if (!subject.routed) {
            findings.add(Finding.of(Code.NO_ROUTING, Health.DEGRADED, name));
        }
        if (!subject.rolling() && !subject.pushed()) {
            findings.add(Finding.of(Code.NEVER_PUSHED, Health.IDLE, name));
        } else if (!subject.rolling() && subject.delivery.unpushed()) {
            findings.add(Finding.of(Code.UNPUSHED, Health.ROLLING, name));
        }
    }
}
