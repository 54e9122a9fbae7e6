package io.gauntlet.delivery.web;

import io.gauntlet.delivery.PlanId;
import io.gauntlet.delivery.Rollout;
import io.gauntlet.delivery.RolloutSummary;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A rollout as REST shows it. */
record RolloutResource(
        UUID id,
        String kind,
        @Nullable UUID plan,
        String status,
        boolean aborting,
        boolean paused,
        String pausedBy,
        String hold,
        List<WaveResource> waves,
        List<TargetResource> targets,
        String reason,
        String createdBy,
        Instant createdAt,
        @Nullable Instant endedAt) {

    /** One cluster of it. */
    record TargetResource(
            String cluster,
            int wave,
            int revision,
            String status,
            int done,
            int total,
            int loaded,
            int replicas,
            int attempts,
            String message,
            @Nullable Instant startedAt,
            @Nullable Instant appliedAt,
            @Nullable Instant endedAt) {}

    /** One wave of it. */
    record WaveResource(
            int number,
            String name,
            boolean manual,
            String status,
            @Nullable Instant opensAt,
            String openedBy,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {

        static WaveResource of(Rollout.Wave wave) {
            return new WaveResource(
                    wave.number(),
                    wave.name(),
                    wave.manual(),
                    Words.of(wave.status()),
                    wave.opensAt().orElse(null),
                    wave.openedBy(),
                    wave.startedAt().orElse(null),
                    wave.endedAt().orElse(null));
        }
    }

    /** A rollout in a list. */
    record SummaryResource(
            UUID id,
            String kind,
            @Nullable UUID plan,
            String status,
            int targets,
            int succeeded,
            int failed,
            String reason,
            String createdBy,
            Instant createdAt,
            @Nullable Instant endedAt) {

        static SummaryResource of(RolloutSummary summary) {
            return new SummaryResource(
                    summary.id().value(),
                    Words.of(summary.kind()),
                    summary.plan().map(PlanId::value).orElse(null),
                    Words.of(summary.status()),
                    summary.targets(),
                    summary.succeeded(),
                    summary.failed(),
                    summary.reason(),
                    summary.createdBy(),
                    summary.createdAt(),
                    summary.endedAt().orElse(null));
        }
    }

    static RolloutResource of(Rollout rollout) {
        return new RolloutResource(
                rollout.id().value(),
                Words.of(rollout.kind()),
                rollout.plan().map(PlanId::value).orElse(null),
                Words.of(rollout.status()),
                rollout.aborting(),
                rollout.paused(),
                rollout.pausedBy(),
                rollout.hold(),
                rollout.waves().stream().map(WaveResource::of).toList(),
                rollout.targets().stream().map(RolloutResource::target).toList(),
                rollout.reason(),
                rollout.createdBy(),
                rollout.createdAt(),
                rollout.endedAt().orElse(null));
    }

    private static TargetResource target(Rollout.Target target) {
        return new TargetResource(
                target.cluster().value(),
                target.wave(),
                target.revision(),
                Words.of(target.status()),
                target.done(),
                target.total(),
                target.loaded(),
                target.replicas(),
                target.attempts(),
                target.message(),
                target.startedAt().orElse(null),
                target.appliedAt().orElse(null),
                target.endedAt().orElse(null));
    }
}
