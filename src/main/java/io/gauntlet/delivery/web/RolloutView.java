package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Rollout;
import io.gauntlet.delivery.RolloutSummary;
import java.util.List;

/** What the page of a rollout shows. */
record RolloutView(
        String id,
        String plan,
        String status,
        String glyph,
        boolean running,
        boolean aborting,
        int percent,
        int ended,
        List<TargetRow> targets,
        String reason,
        String createdBy,
        String createdAt,
        String endedAt) {

    /** One cluster. */
    record TargetRow(
            String cluster,
            int revision,
            String status,
            String glyph,
            int done,
            int total,
            int percent,
            int attempts,
            String message,
            String endedAt) {}

    /** A rollout in the list. */
    record Row(
            String id,
            String status,
            String glyph,
            int targets,
            int succeeded,
            int failed,
            String reason,
            String createdBy,
            String createdAt,
            String endedAt) {

        static Row of(RolloutSummary summary) {
            return new Row(
                    summary.id().toString(),
                    Words.of(summary.status()),
                    Glyphs.of(summary.status()),
                    summary.targets(),
                    summary.succeeded(),
                    summary.failed(),
                    summary.reason(),
                    summary.createdBy(),
                    Times.of(summary.createdAt()),
                    Times.of(summary.endedAt()));
        }
    }

    static RolloutView of(Rollout rollout) {
        var total = rollout.targets().stream().mapToInt(Rollout.Target::total).sum();
        var done = rollout.targets().stream().mapToInt(Rollout.Target::done).sum();
        var ended = rollout.targets().stream()
                .filter(target -> target.endedAt().isPresent())
                .count();
        return new RolloutView(
                rollout.id().toString(),
                rollout.plan().toString(),
                Words.of(rollout.status()),
                Glyphs.of(rollout.status()),
                rollout.status() == Rollout.Status.RUNNING,
                rollout.aborting(),
                percent(done, total),
                (int) ended,
                rollout.targets().stream().map(RolloutView::row).toList(),
                rollout.reason(),
                rollout.createdBy(),
                Times.of(rollout.createdAt()),
                Times.of(rollout.endedAt()));
    }

    private static TargetRow row(Rollout.Target target) {
        return new TargetRow(
                target.cluster().value(),
                target.revision(),
                Words.of(target.status()),
                Glyphs.of(target.status()),
                target.done(),
                target.total(),
                percent(target.done(), target.total()),
                target.attempts(),
                target.message(),
                Times.of(target.endedAt()));
    }

    private static int percent(int done, int total) {
        return total == 0 ? 100 : 100 * done / total;
    }
}
