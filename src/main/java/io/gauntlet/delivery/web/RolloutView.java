package io.gauntlet.delivery.web;

import io.gauntlet.delivery.PlanId;
import io.gauntlet.delivery.Rollout;
import io.gauntlet.delivery.Rollout.TargetStatus;
import io.gauntlet.delivery.Rollout.WaveStatus;
import io.gauntlet.delivery.RolloutSummary;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the page of a rollout shows. */
record RolloutView(
        String id,
        String kind,
        String plan,
        String status,
        String glyph,
        boolean running,
        boolean again,
        boolean changed,
        boolean aborting,
        boolean paused,
        String pausedBy,
        String hold,
        int percent,
        int ended,
        List<WaveRow> waves,
        List<TargetRow> targets,
        String reason,
        String createdBy,
        String createdAt,
        String endedAt) {

    private static final Set<TargetStatus> RETRYABLE =
            EnumSet.of(TargetStatus.QUEUED, TargetStatus.HELD, TargetStatus.FAILED);
    private static final Set<TargetStatus> SKIPPABLE = EnumSet.of(
            TargetStatus.PENDING, TargetStatus.QUEUED, TargetStatus.VERIFYING, TargetStatus.HELD, TargetStatus.FAILED);

    /** One cluster. */
    record TargetRow(
            String cluster,
            int revision,
            String status,
            String glyph,
            int done,
            int total,
            int percent,
            int loaded,
            int replicas,
            int attempts,
            String message,
            boolean retryable,
            boolean skippable,
            String endedAt) {}

    /** One wave with how many of its clusters have ended well, badly, or not at all. */
    record WaveRow(
            int number,
            String name,
            String status,
            String glyph,
            boolean waits,
            int clusters,
            int done,
            int trouble,
            int percent,
            String opensAt,
            String startedAt,
            String endedAt) {}

    /** A rollout in the list. */
    record Row(
            String id,
            String kind,
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
                    Words.of(summary.kind()),
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
                Words.of(rollout.kind()),
                rollout.plan().map(PlanId::toString).orElse(""),
                Words.of(rollout.status()),
                Glyphs.of(rollout.status()),
                rollout.status() == Rollout.Status.RUNNING,
                again(rollout),
                done > 0,
                rollout.aborting(),
                rollout.paused(),
                rollout.pausedBy(),
                rollout.hold(),
                percent(done, total),
                (int) ended,
                waves(rollout),
                rollout.targets().stream().map(target -> row(rollout, target)).toList(),
                rollout.reason(),
                rollout.createdBy(),
                Times.of(rollout.createdAt()),
                Times.of(rollout.endedAt()));
    }

    /** Whether a plan of what did not get through may be made. */
    private static boolean again(Rollout rollout) {
        return rollout.status() != Rollout.Status.RUNNING
                && rollout.plan().isPresent()
                && count(rollout.targets(), EnumSet.of(TargetStatus.FAILED, TargetStatus.SKIPPED)) > 0;
    }

    private static List<WaveRow> waves(Rollout rollout) {
        var next = rollout.waves().stream()
                .filter(wave -> wave.status() != WaveStatus.DONE)
                .findFirst()
                .filter(wave -> wave.status() == WaveStatus.WAITING && rollout.status() == Rollout.Status.RUNNING);
        return rollout.waves().stream()
                .map(wave -> wave(rollout, wave, next.filter(wave::equals).isPresent()))
                .toList();
    }

    private static WaveRow wave(Rollout rollout, Rollout.Wave wave, boolean waits) {
        var targets = rollout.targets().stream()
                .filter(target -> target.wave() == wave.number())
                .toList();
        var done = count(targets, EnumSet.of(TargetStatus.SUCCEEDED, TargetStatus.SKIPPED));
        var trouble = count(targets, EnumSet.of(TargetStatus.FAILED, TargetStatus.HELD, TargetStatus.ABORTED));
        return new WaveRow(
                wave.number(),
                wave.name(),
                Words.of(wave.status()),
                trouble > 0 ? "warn" : Glyphs.of(wave.status()),
                waits && !rollout.aborting(),
                targets.size(),
                done,
                trouble,
                percent(done, targets.size()),
                Times.of(wave.opensAt()),
                Times.of(wave.startedAt()),
                Times.of(wave.endedAt()));
    }

    private static int count(List<Rollout.Target> targets, Set<TargetStatus> of) {
        return (int)
                targets.stream().filter(target -> of.contains(target.status())).count();
    }

    private static TargetRow row(Rollout rollout, Rollout.Target target) {
        var running = rollout.status() == Rollout.Status.RUNNING && !rollout.aborting();
        return new TargetRow(
                target.cluster().value(),
                target.revision(),
                Words.of(target.status()),
                Glyphs.of(target.status()),
                target.done(),
                target.total(),
                percent(target.done(), target.total()),
                target.loaded(),
                target.replicas(),
                target.attempts(),
                target.message(),
                running
                        && RETRYABLE.contains(target.status())
                        && target.startedAt().isPresent(),
                running && SKIPPABLE.contains(target.status()),
                Times.of(target.endedAt()));
    }

    private static int percent(int done, int total) {
        return total == 0 ? 100 : 100 * done / total;
    }
}
