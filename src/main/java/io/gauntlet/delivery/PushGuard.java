package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterId;
import io.gauntlet.delivery.ClusterDraft.Basis;
import io.gauntlet.delivery.Plan.ClusterPart;
import io.gauntlet.delivery.Plan.ClusterStatus;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.rendering.ManifestSet.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Refuses pushes of plans that do not hold any more, naming what moved. */
final class PushGuard {

    private PushGuard() {}

    static void requirePushable(Plan plan, Instant now) {
        var refusal = switch (plan.status()) {
            case COMPUTING -> "The plan is still being computed.";
            case EMPTY -> "The plan changes nothing, so there is nothing to push.";
            case FAILED -> "The plan could not be computed. Make a new one.";
            case PUSHED -> "The plan was pushed already. Make a new one.";
            case READY, BLOCKED -> "";
        };
        if (!refusal.isEmpty()) {
            throw new DomainException.Conflict(refusal);
        }
        if (plan.expiresAt().filter(now::isAfter).isPresent()) {
            throw new DomainException.Conflict("The plan has expired. Make a new one.");
        }
    }

    /** The clusters that this push goes to: those that are ready, and those whose conflicts all are taken over. */
    static List<ClusterPart> targets(Plan plan, Set<ClusterId> blockedByObjects) {
        var targets = plan.clusters().stream()
                .filter(part -> part.status() == ClusterStatus.READY
                        || (part.status() == ClusterStatus.BLOCKED && released(part, blockedByObjects)))
                .toList();
        if (targets.isEmpty()) {
            throw new DomainException.Conflict(
                    "No cluster of the plan can be pushed: solve the conflicts or choose what to take over.");
        }
        return targets;
    }

    private static boolean released(ClusterPart part, Set<ClusterId> blockedByObjects) {
        return !blockedByObjects.contains(part.cluster())
                && part.summary().conflict() > 0
                && part.notices().stream().noneMatch(notice -> notice.severity() == Severity.BLOCKING);
    }

    /** Compares what the plan was made from with what there is now. */
    static void requireUnmoved(
            Collection<ClusterPart> targets, Map<ClusterId, Basis> planned, Map<ClusterId, Basis> now) {
        var problems = new ArrayList<FieldProblem>();
        for (var part : targets) {
            var before = planned.get(part.cluster());
            var after = now.get(part.cluster());
            if (before == null || after == null) {
                problems.add(moved(part, "The cluster left the fleet since the plan was made."));
            } else if (before.generation() != after.generation()) {
                problems.add(moved(
                        part,
                        "The configuration changed since the plan was made (generation " + before.generation() + " → "
                                + after.generation() + ")."));
            } else if (!before.leftOut().equals(after.leftOut())) {
                problems.add(moved(part, "A change that the plan leaves out was pushed since."));
            } else if (!before.digest().equals(after.digest())) {
                problems.add(moved(part, "The rendered objects are not those of the plan any more."));
            }
        }
        if (!problems.isEmpty()) {
            var first = problems.getFirst();
            throw new DomainException.Conflict(
                    "The plan is out of date. " + first.field() + ": " + first.reason(), problems);
        }
    }

    private static FieldProblem moved(ClusterPart part, String reason) {
        return new FieldProblem(part.name().value(), reason, "Make a new plan and look at it again.");
    }
}
