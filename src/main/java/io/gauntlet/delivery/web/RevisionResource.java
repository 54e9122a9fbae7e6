package io.gauntlet.delivery.web;

import io.gauntlet.delivery.Revisions.Comparison;
import io.gauntlet.delivery.Revisions.Difference;
import io.gauntlet.delivery.Revisions.Revision;
import io.gauntlet.delivery.RolloutId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A revision as REST shows it, with the changes that it brought and those that it left out. */
record RevisionResource(
        int number,
        String digest,
        long generation,
        int objects,
        String author,
        String reason,
        Instant createdAt,
        @Nullable Integer restores,
        @Nullable UUID rollout,
        boolean applied,
        List<Long> holds,
        List<Long> leftOut) {

    static RevisionResource of(Revision revision) {
        return new RevisionResource(
                revision.number(),
                revision.digest(),
                revision.generation(),
                revision.objects(),
                revision.author(),
                revision.reason(),
                revision.createdAt(),
                revision.restores().orElse(null),
                revision.rollout().map(RolloutId::value).orElse(null),
                revision.applied(),
                revision.changes().holds(),
                revision.changes().leftOut());
    }

    /** What differs between two revisions. */
    record ComparisonResource(int from, int to, List<String> meaning, List<DifferenceResource> objects) {

        static ComparisonResource of(Comparison comparison) {
            return new ComparisonResource(
                    comparison.from(),
                    comparison.to(),
                    comparison.meaning(),
                    comparison.objects().stream().map(DifferenceResource::of).toList());
        }
    }

    /** How one object differs, with a unified diff in which values of Secrets are hidden. */
    record DifferenceResource(
            String kind, String namespace, String name, String component, String change, String diff) {

        static DifferenceResource of(Difference difference) {
            var ref = difference.object();
            return new DifferenceResource(
                    ref.type().kind(),
                    ref.namespace(),
                    ref.name(),
                    difference.component(),
                    Words.of(difference.kind()),
                    difference.diff());
        }
    }
}
