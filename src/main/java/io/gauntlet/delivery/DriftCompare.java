package io.gauntlet.delivery;

import io.gauntlet.cluster.ApplyOutcome.Applied;
import io.gauntlet.cluster.ApplyOutcome.Conflicted;
import io.gauntlet.cluster.ApplyOutcome.Moved;
import io.gauntlet.cluster.ApplyOutcome.Rejected;
import io.gauntlet.cluster.ApplyRequest;
import io.gauntlet.cluster.ApplyRequest.Expected;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.cluster.LiveObject;
import io.gauntlet.cluster.ObjectVersion;
import io.gauntlet.delivery.ClusterDrift.Author;
import io.gauntlet.delivery.ClusterDrift.Difference;
import io.gauntlet.delivery.DriftWork.Finding;
import io.gauntlet.delivery.DriftWork.Known;
import io.gauntlet.delivery.ObjectDraft.Seen;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares one live object with what was applied, the cheapest way first: its version, then its content, and only then the API
 * server itself in a dry run, which knows of defaults, conversions and webhooks. Writes nothing.
 */
final class DriftCompare {

    private static final int RE_READS = 3;

    private final ClusterApi api;
    private final Fingerprints fingerprints;
    private final ObjectDiff diffs;
    private final DriftWork work;
    private final Function<DriftWork.Expected, byte[]> bytes;

    /** @param bytes reads what was applied; asked only where it is needed */
    DriftCompare(
            ClusterApi api, Fingerprints fingerprints, DriftWork work, Function<DriftWork.Expected, byte[]> bytes) {
        this.api = api;
        this.fingerprints = fingerprints;
        this.diffs = new ObjectDiff(fingerprints);
        this.work = work;
        this.bytes = bytes;
    }

    /** What a look at an object says. */
    sealed interface Verdict {

        /** What was applied is in effect, seen at this version. */
        record InSync(AppliedObject seen, boolean news) implements Verdict {}

        /** It is not. */
        record Differs(Finding finding) implements Verdict {}
    }

    /** @param listed what the list says; null when the object is not in it */
    Verdict compare(Known known, @Nullable ObjectVersion listed) {
        if (listed != null) {
            var applied = inEffect(known).filter(seen -> at(listed, seen.uid(), seen.version()));
            if (applied.isPresent()) {
                return new Verdict.InSync(applied.get(), false);
            }
            var before = judged(known)
                    .filter(finding -> finding.live()
                            .filter(seen -> at(listed, seen.uid(), seen.version()))
                            .isPresent());
            if (before.isPresent()) {
                return new Verdict.Differs(before.get());
            }
        }
        // An object that lost its labels is in no list, so that it is missing has to be asked.
        return api.get(known.expected().ref()).map(live -> content(known, live)).orElseGet(() -> missing(known));
    }

    private static boolean at(ObjectVersion listed, String uid, String version) {
        return listed.uid().equals(uid) && listed.resourceVersion().equals(version);
    }

    /** What was seen last, where that was with the bytes that are expected now. */
    private static Optional<AppliedObject> inEffect(Known known) {
        return known.applied()
                .filter(applied -> applied.digest().equals(known.expected().digest()));
    }

    private Optional<Finding> judged(Known known) {
        return known.before().filter(finding -> finding.policy() == work.version());
    }

    private Verdict content(Known known, LiveObject live) {
        var seen = Seen.of(live, fingerprints);
        var same = inEffect(known)
                .filter(applied ->
                        applied.uid().equals(seen.uid()) && applied.content().equals(seen.content()));
        if (same.isPresent()) {
            return inSync(known, seen);
        }
        var before = judged(known)
                .filter(finding -> finding.live()
                        .filter(then ->
                                then.uid().equals(seen.uid()) && then.content().equals(seen.content()))
                        .isPresent());
        return before.isPresent() ? new Verdict.Differs(before.get().at(seen)) : dryRun(known, live, RE_READS);
    }

    private static Verdict inSync(Known known, Seen seen) {
        var expected = known.expected();
        return new Verdict.InSync(
                new AppliedObject(expected.ref(), expected.digest(), seen.uid(), seen.version(), seen.content()), true);
    }

    private Verdict dryRun(Known known, LiveObject live, int reReads) {
        var json = bytes.apply(known.expected());
        var expected = Optional.of(new Expected(live.uid(), live.resourceVersion()));
        return switch (api.apply(new ApplyRequest(known.expected().ref(), json, expected, true, true))) {
            case Applied(var after) -> merged(known, live, after.content());
            case Moved moved -> moved(known, reReads);
            case Rejected rejected -> refused(known, live, rejected);
            case Conflicted conflicted ->
                throw new ClusterCallException(Failure.BAD_ANSWER, "The API server refuses to take over fields.");
        };
    }

    private Verdict moved(Known known, int reReads) {
        var now = api.get(known.expected().ref());
        if (now.isEmpty()) {
            return missing(known);
        }
        if (reReads == 0) {
            throw new ClusterCallException(
                    Failure.BAD_ANSWER, known.expected().ref() + " changes faster than it can be compared.");
        }
        return dryRun(known, now.get(), reReads - 1);
    }

    private Verdict merged(Known known, LiveObject live, JsonNode after) {
        var seen = Seen.of(live, fingerprints);
        if (LiveContent.same(live.content(), after)) {
            return inSync(known, seen);
        }
        var kind = known.expected().ref().type().kind();
        var fields = DriftPaths.between(live.content(), after);
        var excepted = fields.stream()
                .filter(field -> DriftAuthors.autoscaled(live.content(), field) || excepted(kind, field))
                .toList();
        return new Verdict.Differs(new Finding(
                known.expected(),
                Difference.CHANGED,
                excepted.size() == fields.size(),
                Optional.of(seen),
                fields,
                excepted,
                diffs.of(live.content(), after),
                "",
                DriftAuthors.of(live.content(), fields),
                work.version()));
    }

    private boolean excepted(String kind, String field) {
        return work.policy().excepts(kind, field);
    }

    private Verdict refused(Known known, LiveObject live, Rejected rejected) {
        var secret = "Secret".equals(known.expected().ref().type().kind());
        return new Verdict.Differs(new Finding(
                known.expected(),
                Difference.REFUSED,
                false,
                Optional.of(Seen.of(live, fingerprints)),
                List.of(),
                List.of(),
                "",
                "What was applied is refused now: " + ObjectPlanner.said(secret, rejected),
                DriftAuthors.of(live.content(), List.of()),
                work.version()));
    }

    private Verdict missing(Known known) {
        var json = Json.read(bytes.apply(known.expected()));
        return new Verdict.Differs(new Finding(
                known.expected(),
                Difference.MISSING,
                false,
                Optional.empty(),
                List.of(),
                List.of(),
                diffs.of(null, json),
                "",
                Author.UNKNOWN,
                work.version()));
    }
}
