package io.gauntlet.adoption.web;

import io.gauntlet.adoption.TakeOver;
import io.gauntlet.adoption.web.AdoptionView.OwnerRow;
import io.gauntlet.delivery.Plan;
import java.util.List;
import java.util.Set;

/** What a plan does with the objects of others, as the page shows it. */
record TakeOverView(
        String plan,
        String status,
        String message,
        List<ClaimRow> objects,
        List<NeighbourRow> neighbours,
        int created,
        int restarts) {

    private static final Set<String> QUIET = Set.of("stays", "idle", "compactor-waits");

    /** One object of somebody else; {@code selectable} when it can be taken over as it is. */
    record ClaimRow(
            String id,
            String title,
            String way,
            String glyph,
            List<LossRow> loses,
            List<OwnerRow> keeps,
            boolean watched,
            String origin,
            List<String> risks,
            String message,
            String command,
            boolean selectable) {}

    /** Fields that a manager gives up. */
    record LossRow(String manager, String fields) {}

    /** A workload beside ours. */
    record NeighbourRow(String title, String role, String origin, String effect, String glyph, String command) {}

    static TakeOverView of(TakeOver found) {
        return new TakeOverView(
                found.plan().toString(),
                AdoptionView.word(found.status()),
                found.message(),
                found.objects().stream().map(TakeOverView::claim).toList(),
                found.neighbours().stream().map(TakeOverView::neighbour).toList(),
                found.created(),
                found.restarts());
    }

    public boolean computing() {
        return status.equals(AdoptionView.word(Plan.Status.COMPUTING));
    }

    private static ClaimRow claim(TakeOver.Claim claim) {
        return new ClaimRow(
                claim.id().toString(),
                claim.kind() + " " + (claim.namespace().isEmpty() ? "" : claim.namespace() + "/") + claim.name(),
                AdoptionView.word(claim.way()),
                switch (claim.way()) {
                    case IN_PLACE -> "info";
                    case WITH_RESTART, ADOPTS_PODS -> "warn";
                    case ANEW -> "crit";
                },
                claim.loses().stream()
                        .map(loss -> new LossRow(loss.manager(), String.join(" ", loss.fields())))
                        .toList(),
                AdoptionView.owners(claim.keeps()),
                claim.origin().watches(),
                AdoptionView.word(claim.origin()),
                claim.risks(),
                claim.message(),
                claim.command(),
                claim.way() == TakeOver.Way.IN_PLACE || claim.way() == TakeOver.Way.WITH_RESTART);
    }

    private static NeighbourRow neighbour(TakeOver.Neighbour one) {
        return new NeighbourRow(
                one.kind() + " " + one.namespace() + "/" + one.name(),
                AdoptionView.word(one.role()),
                AdoptionView.word(one.origin()),
                one.effect(),
                one.danger() ? "crit" : QUIET.contains(one.effect()) ? "info" : "warn",
                one.command());
    }
}
