package io.gauntlet.delivery.web;

import io.gauntlet.cluster.ApplyOutcome.FieldConflict;
import io.gauntlet.delivery.Plan;
import io.gauntlet.delivery.Plan.ClusterPart;
import io.gauntlet.delivery.Plan.ClusterStatus;
import io.gauntlet.delivery.Plan.Contents;
import io.gauntlet.delivery.Plan.Status;
import io.gauntlet.delivery.PlannedChange;
import io.gauntlet.delivery.PlannedObject.Action;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.rendering.ManifestSet.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the page of a plan shows. */
record PlanView(
        String id,
        String status,
        String glyph,
        String message,
        Plan.Summary summary,
        int restarts,
        int risks,
        List<ClusterRow> clusters,
        List<ChangeRow> changes,
        List<NoticeRow> notices,
        String createdBy,
        String createdAt,
        String expiresAt,
        String rollout,
        int away,
        Confirmation confirmation,
        List<Long> holds,
        List<Long> leftOut) {

    /** More clusters than this need a typed confirmation. */
    private static final int MANY = 10;

    /** One cluster. */
    record ClusterRow(
            String name, String status, String glyph, String message, Plan.Summary summary, int restarts, int risks) {}

    /** Equal changes of one or more clusters. */
    record ChangeRow(
            String id,
            String action,
            String glyph,
            String object,
            int count,
            String clusters,
            boolean restarts,
            List<String> risks,
            String message,
            List<FieldConflict> conflicts,
            boolean takeOver) {}

    /** A remark and the clusters it is about. */
    record NoticeRow(String glyph, String code, List<String> arguments, String clusters) {}

    /**
     * What has to be done besides pressing the button.
     *
     * @param typed    text to type; empty when nothing has to be typed
     * @param restarts whether replaced pods have to be agreed to
     */
    record Confirmation(String typed, boolean restarts) {}

    static PlanView of(Plan plan, List<PlannedChange> changes) {
        var restarts = plan.clusters().stream().mapToInt(ClusterPart::restarts).sum();
        var risks = plan.clusters().stream().mapToInt(ClusterPart::risks).sum();
        return new PlanView(
                plan.id().toString(),
                Words.of(plan.status()),
                Glyphs.of(plan.status()),
                plan.message(),
                plan.summary(),
                restarts,
                risks,
                plan.clusters().stream().map(PlanView::cluster).toList(),
                changes.stream().map(PlanView::change).toList(),
                notices(plan),
                plan.createdBy(),
                Times.of(plan.createdAt()),
                Times.of(plan.expiresAt()),
                plan.rollout().map(Object::toString).orElse(""),
                away(plan),
                confirmation(plan, restarts, risks),
                distinct(plan, Contents::holds),
                distinct(plan, Contents::leftOut));
    }

    /** Whether there is anything that a push could bring, at least after conflicts are taken over. */
    public boolean pushable() {
        return Words.of(Status.READY).equals(status)
                || (Words.of(Status.BLOCKED).equals(status) && changes.stream().anyMatch(ChangeRow::takeOver));
    }

    /** Whether clusters can be queued though nothing can be pushed. */
    public boolean queueable() {
        return !pushable() && Words.of(Status.BLOCKED).equals(status) && away > 0;
    }

    public boolean computing() {
        return Words.of(Status.COMPUTING).equals(status);
    }

    private static int away(Plan plan) {
        return plan.purpose() != Plan.Purpose.PUSH
                ? 0
                : (int) plan.clusters().stream()
                        .filter(part -> part.status() == ClusterStatus.UNREACHABLE)
                        .count();
    }

    private static Confirmation confirmation(Plan plan, int restarts, int risks) {
        var pushed = plan.clusters().stream()
                .filter(part -> part.status() == ClusterStatus.READY || part.status() == ClusterStatus.BLOCKED)
                .map(ClusterPart::name)
                .map(ResourceName::value)
                .toList();
        var typed = pushed.size() > MANY || risks > 0;
        var text = pushed.size() == 1 ? pushed.getFirst() : Integer.toString(pushed.size());
        return new Confirmation(typed ? text : "", restarts > 0);
    }

    private static List<Long> distinct(Plan plan, Function<Contents, List<Long>> which) {
        return plan.clusters().stream()
                .map(ClusterPart::changes)
                .flatMap(changes -> which.apply(changes).stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static ClusterRow cluster(ClusterPart part) {
        return new ClusterRow(
                part.name().value(),
                Words.of(part.status()),
                Glyphs.of(part.status()),
                part.message(),
                part.summary(),
                part.restarts(),
                part.risks());
    }

    private static ChangeRow change(PlannedChange change) {
        var first = change.first();
        var names = change.clusters().stream().map(ResourceName::value).collect(Collectors.joining(", "));
        return new ChangeRow(
                first.id().toString(),
                Words.of(first.action()),
                Glyphs.of(first.action()),
                first.ref().toString(),
                change.count(),
                change.count() > change.clusters().size() ? names + ", …" : names,
                first.restarts(),
                first.risks(),
                first.message(),
                first.conflicts(),
                first.action() == Action.CONFLICT);
    }

    private static List<NoticeRow> notices(Plan plan) {
        var byNotice = new java.util.LinkedHashMap<Notice, List<String>>();
        for (var part : plan.clusters()) {
            for (var notice : part.notices()) {
                byNotice.computeIfAbsent(notice, key -> new ArrayList<>())
                        .add(part.name().value());
            }
        }
        return byNotice.entrySet().stream()
                .map(entry -> new NoticeRow(
                        switch (entry.getKey().severity()) {
                            case INFO -> "info";
                            case WARNING -> "warn";
                            case BLOCKING -> "crit";
                        },
                        entry.getKey().code(),
                        entry.getKey().arguments(),
                        names(entry.getValue())))
                .toList();
    }

    private static String names(List<String> clusters) {
        var shown = String.join(", ", clusters.subList(0, Math.min(MANY, clusters.size())));
        return clusters.size() > MANY ? shown + ", … (" + clusters.size() + ")" : shown;
    }
}
