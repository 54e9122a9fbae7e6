package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Revisions.Comparison;
import io.gauntlet.delivery.Revisions.Difference;
import io.gauntlet.delivery.Revisions.Kind;
import io.gauntlet.delivery.Revisions.Revision;
import io.gauntlet.delivery.RolloutId;
import java.util.List;

/** What the page on two revisions shows. */
record HistoryView(int from, int to, List<String> meaning, List<ObjectRow> objects) {

    /** A revision in the list; {@code before} is the number of the one it is compared with by default. */
    record Row(
            int number,
            int before,
            int objects,
            String author,
            String reason,
            String createdAt,
            String restores,
            String rollout,
            boolean applied,
            List<Long> holds,
            List<Long> leftOut) {

        static Row of(Revision revision) {
            return new Row(
                    revision.number(),
                    Math.max(1, revision.number() - 1),
                    revision.objects(),
                    revision.author(),
                    revision.reason(),
                    Times.of(revision.createdAt()),
                    revision.restores().map(number -> "#" + number).orElse(""),
                    revision.rollout().map(RolloutId::toString).orElse(""),
                    revision.applied(),
                    revision.changes().holds(),
                    revision.changes().leftOut());
        }
    }

    /** One object that differs. */
    record ObjectRow(String name, String component, String change, String glyph, List<DiffView.Line> lines) {}

    static HistoryView of(Comparison comparison) {
        return new HistoryView(
                comparison.from(),
                comparison.to(),
                comparison.meaning(),
                comparison.objects().stream().map(HistoryView::row).toList());
    }

    private static ObjectRow row(Difference difference) {
        return new ObjectRow(
                difference.object().toString(),
                difference.component(),
                Words.of(difference.kind()),
                glyph(difference.kind()),
                DiffView.lines(difference.diff()));
    }

    private static String glyph(Kind kind) {
        return switch (kind) {
            case ADDED -> "ok";
            case REMOVED -> "warn";
            case CHANGED -> "info";
        };
    }
}
