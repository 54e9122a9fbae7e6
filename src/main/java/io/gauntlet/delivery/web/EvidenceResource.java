package io.gauntlet.delivery.web;

import io.gauntlet.delivery.RolloutControl.GateState;
import io.gauntlet.delivery.RolloutControl.ReplicaState;
import io.gauntlet.delivery.RolloutControl.TargetEvidence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the replicas and gates of one cluster showed, as REST shows it. */
record EvidenceResource(String cluster, List<ReplicaResource> replicas, List<GateResource> gates) {

    /** One replica: applied, mounted, loaded, each with its time. */
    record ReplicaResource(
            String component,
            String pod,
            String state,
            String detail,
            @Nullable Instant appliedAt,
            @Nullable Instant mountedAt,
            @Nullable Instant loadedAt,
            Instant seenAt) {}

    /** One condition for the stack as a whole. */
    record GateResource(String code, boolean open, String detail, Instant seenAt) {}

    static EvidenceResource of(TargetEvidence evidence) {
        return new EvidenceResource(
                evidence.cluster().value(),
                evidence.replicas().stream().map(EvidenceResource::replica).toList(),
                evidence.gates().stream().map(EvidenceResource::gate).toList());
    }

    private static ReplicaResource replica(ReplicaState replica) {
        return new ReplicaResource(
                replica.component(),
                replica.pod(),
                Words.of(replica.state()),
                replica.detail(),
                replica.appliedAt().orElse(null),
                replica.mountedAt().orElse(null),
                replica.loadedAt().orElse(null),
                replica.seenAt());
    }

    private static GateResource gate(GateState gate) {
        return new GateResource(gate.code(), gate.open(), gate.detail(), gate.seenAt());
    }
}
