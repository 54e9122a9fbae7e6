package io.gauntlet.status.web;

import io.gauntlet.kernel.LabelSet;
import io.gauntlet.stack.EffectiveStack;
import io.gauntlet.status.ClusterStatus;
import io.gauntlet.status.ComponentStatus;
import io.gauntlet.status.Health;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page of one cluster, ready to be printed. */
record ClusterView(
        ClusterStatus status,
        EffectiveStack stack,
        List<Part> parts,
        List<FindingView> findings,
        List<Check> checks,
        Instant now) {

    /** A component with the health that may be shown: without a fresh answer none is good. */
    record Part(ComponentStatus component, Health health, String nameKey, String nodes) {}

    /**
     * One condition of high availability.
     *
     * @param key    of its texts
     * @param glyph  ok, warn, or mute when it cannot be told
     * @param detail what was found
     */
    record Check(String key, String glyph, String detail) {

        public String title() {
            return "status.check." + key;
        }

        public String verdict() {
            return "status.check.verdict." + glyph;
        }
    }

    static ClusterView of(ClusterStatus status, EffectiveStack stack, Instant now) {
        var query = FleetQuery.of(new FleetQuery.Parameters(null, null, null, null, null, null, null));
        return new ClusterView(
                status,
                stack,
                status.components().stream()
                        .map(component -> part(component, status.fresh()))
                        .toList(),
                status.findings().stream()
                        .map(finding -> FindingView.of(finding, query))
                        .toList(),
                checks(status, stack),
                now);
    }

    private static Part part(ComponentStatus component, boolean fresh) {
        return new Part(
                component,
                fresh ? component.health() : Health.UNKNOWN,
                ComponentText.key(component.name()),
                String.join(", ", component.nodes()));
    }

    private static List<Check> checks(ClusterStatus status, EffectiveStack stack) {
        var label = stack.settings().prometheus().replicaLabel();
        return List.of(replicas(status, stack), nodes(status), identity(stack, label), dedup(status, label));
    }

    private static Check replicas(ClusterStatus status, EffectiveStack stack) {
        var wanted = stack.settings().prometheus().replicas();
        var running = status.fresh() ? status.component("prometheus") : java.util.Optional.<ComponentStatus>empty();
        var detail = running.map(ComponentStatus::fraction).orElse("?/" + wanted);
        if (wanted < 2) {
            return new Check("replicas", "warn", detail);
        }
        return new Check("replicas", running.isEmpty() ? "mute" : running.get().ready() >= 2 ? "ok" : "warn", detail);
    }

    private static Check nodes(ClusterStatus status) {
        var found = status.fresh() ? status.component("prometheus") : java.util.Optional.<ComponentStatus>empty();
        if (found.isEmpty() || found.get().nodes().isEmpty()) {
            return new Check("nodes", "mute", "–");
        }
        var component = found.get();
        // Anti-affinity is a preference: three replicas on two nodes survive a node, three on one do not.
        var spread = component.nodes().size() > 1;
        return new Check("nodes", spread ? "ok" : "warn", String.join(", ", component.nodes()));
    }

    private static Check identity(EffectiveStack stack, String replicaLabel) {
        var shown = stack.externalLabels().with(replicaLabel, "…").canonical();
        return new Check("labels", "ok", shown);
    }

    private static Check dedup(ClusterStatus status, String replicaLabel) {
        if (!status.fresh() || status.dedupLabels().isEmpty()) {
            return new Check("dedup", "mute", "–");
        }
        var removed = status.dedupLabels();
        return new Check("dedup", removed.contains(replicaLabel) ? "ok" : "warn", String.join(", ", removed));
    }

    public String title() {
        return status.cluster().displayName().isBlank()
                ? status.name()
                : status.cluster().displayName();
    }

    public Map<String, String> labels() {
        return labels(status.cluster().labels());
    }

    private static Map<String, String> labels(LabelSet set) {
        return set.values();
    }

    public String answered() {
        return status.age(now).map(Ages::of).orElse("");
    }

    public long answeredMillis() {
        return status.answeredAt().map(Instant::toEpochMilli).orElse(0L);
    }

    public String appliedAt() {
        return status.delivery().appliedAt().map(Ages::moment).orElse("");
    }

    public String createdAt() {
        return Ages.moment(status.cluster().createdAt());
    }

    public @Nullable String rollout() {
        return status.delivery().rollout().map(id -> "/rollouts/" + id).orElse(null);
    }

    public boolean mayPlan() {
        return status.configuration() == ClusterStatus.Configuration.DRAFT
                || status.configuration() == ClusterStatus.Configuration.NEVER;
    }

    public String editHref() {
        return Links.edit(status.name());
    }

    public String accessHref() {
        return Links.access(status.name());
    }

    public String stackHref() {
        return Links.stack(status.name());
    }
}
