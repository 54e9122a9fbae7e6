package io.gauntlet.delivery.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.gauntlet.delivery.Plan;
import io.gauntlet.rendering.ManifestSet.Notice;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A plan as REST shows it.
 *
 * @param exitCode for pipelines, see {@link #exitCode}; meaningless while the plan is computed
 * @param push     what became of the push that was asked for with the plan; empty while it waits, null when none was
 * @param without  numbers of changes that were to be left out
 */
record PlanResource(
        UUID id,
        String status,
        String purpose,
        int exitCode,
        String message,
        Plan.Summary summary,
        List<ClusterResource> clusters,
        String createdBy,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable UUID rollout,
        @Nullable String push,
        List<Long> without) {

    /**
     * The part of one cluster; {@code excluded} ones are left out by a push, the message says why. {@code holds} are the changes
     * that the push brings, {@code leftOut} those that go on waiting.
     */
    record ClusterResource(
            String name,
            String status,
            boolean excluded,
            String message,
            Plan.Summary summary,
            int restarts,
            int risks,
            List<NoticeResource> notices,
            List<Long> holds,
            List<Long> leftOut) {}

    /** A remark; the code is stable. */
    record NoticeResource(String severity, String code, List<String> arguments) {

        static NoticeResource of(Notice notice) {
            return new NoticeResource(Words.of(notice.severity()), notice.code(), notice.arguments());
        }
    }

    static PlanResource of(Plan plan) {
        return new PlanResource(
                plan.id().value(),
                Words.of(plan.status()),
                Words.of(plan.purpose()).replace('_', '-'),
                exitCode(plan),
                plan.message(),
                plan.summary(),
                plan.clusters().stream().map(PlanResource::cluster).toList(),
                plan.createdBy(),
                plan.createdAt(),
                plan.expiresAt().orElse(null),
                plan.rollout().map(io.gauntlet.delivery.RolloutId::value).orElse(null),
                plan.intent().orElse(null),
                plan.without());
    }

    /** What a pipeline may exit with: 0 nothing to change, 2 something to change, 1 it cannot be pushed as a whole. */
    private static int exitCode(Plan plan) {
        if (plan.status() == Plan.Status.BLOCKED
                || plan.status() == Plan.Status.FAILED
                || plan.clusters().stream().anyMatch(Plan.ClusterPart::excluded)) {
            return 1;
        }
        return plan.status() == Plan.Status.EMPTY ? 0 : 2;
    }

    private static ClusterResource cluster(Plan.ClusterPart part) {
        return new ClusterResource(
                part.name().value(),
                Words.of(part.status()),
                part.excluded(),
                part.message(),
                part.summary(),
                part.restarts(),
                part.risks(),
                part.notices().stream().map(NoticeResource::of).toList(),
                part.changes().holds(),
                part.changes().leftOut());
    }

    @JsonIgnore
    boolean computing() {
        return "computing".equals(status);
    }
}
