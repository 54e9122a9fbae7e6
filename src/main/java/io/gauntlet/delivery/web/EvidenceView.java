package io.gauntlet.delivery.web;

import io.gauntlet.delivery.RolloutControl.GateState;
import io.gauntlet.delivery.RolloutControl.ReplicaState;
import io.gauntlet.delivery.RolloutControl.TargetEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the page on the evidence of one cluster shows. */
record EvidenceView(String cluster, List<ReplicaRow> replicas, List<GateRow> gates) {

    /** One replica. */
    record ReplicaRow(
            String component,
            String pod,
            String state,
            String glyph,
            String detail,
            String appliedAt,
            String mountedAt,
            String loadedAt,
            String seenAt) {}

    /** One gate. */
    record GateRow(String code, boolean open, String glyph, String detail, String seenAt) {}

    static EvidenceView of(TargetEvidence evidence) {
        return new EvidenceView(
                evidence.cluster().value(),
                evidence.replicas().stream().map(EvidenceView::row).toList(),
                evidence.gates().stream().map(EvidenceView::row).toList());
    }

    private static ReplicaRow row(ReplicaState replica) {
        return new ReplicaRow(
                replica.component(),
                replica.pod(),
                Words.of(replica.state()),
                Glyphs.of(replica.state()),
                replica.detail(),
                Times.of(replica.appliedAt()),
                after(replica.appliedAt(), replica.mountedAt()),
                after(replica.appliedAt(), replica.loadedAt()),
                Times.of(replica.seenAt()));
    }

    /** Seconds after everything was applied, which is what matters here; never less than none. */
    private static String after(Optional<Instant> applied, Optional<Instant> then) {
        if (applied.isEmpty() || then.isEmpty()) {
            return "";
        }
        var millis = Math.max(0, Duration.between(applied.get(), then.get()).toMillis());
        return String.format(Locale.ROOT, "+%.1f s", millis / 1000.0);
    }

    private static GateRow row(GateState gate) {
        return new GateRow(
                gate.code(), gate.open(), gate.open() ? "ok" : "warn", gate.detail(), Times.of(gate.seenAt()));
    }
}
