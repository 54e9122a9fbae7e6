package io.gauntlet.delivery;

import io.gauntlet.cluster.ApplyOutcome;
import io.gauntlet.cluster.ApplyOutcome.Applied;
import io.gauntlet.cluster.ApplyOutcome.Conflicted;
import io.gauntlet.cluster.ApplyOutcome.FieldConflict;
import io.gauntlet.cluster.ApplyOutcome.Moved;
import io.gauntlet.cluster.ApplyOutcome.Rejected;
import io.gauntlet.cluster.ApplyRequest;
import io.gauntlet.cluster.ApplyRequest.Expected;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.LiveObject;
import io.gauntlet.delivery.ObjectDraft.Seen;
import io.gauntlet.delivery.PlannedObject.Action;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.rendering.Kinds;
import io.gauntlet.rendering.Manifest;
import io.gauntlet.rendering.ManifestRenderer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Decides what a push would do to each object of one cluster. It writes nothing: what cannot be told from what is known
 * already is asked for in a dry run.
 */
final class ObjectPlanner {

    private static final int MAX_MESSAGE = 1000;
    private static final int RE_READS = 3;

    private final ClusterApi api;
    private final String owner;
    private final LiveState live;
    private final Map<ObjectRef, AppliedObject> applied;
    private final Fingerprints fingerprints;
    private final ObjectDiff diffs;
    private final OrphanedPods orphans;

    ObjectPlanner(
            ClusterApi api,
            String owner,
            LiveState live,
            Map<ObjectRef, AppliedObject> applied,
            Fingerprints fingerprints) {
        this.api = api;
        this.owner = owner;
        this.live = live;
        this.applied = applied;
        this.fingerprints = fingerprints;
        this.diffs = new ObjectDiff(fingerprints);
        this.orphans = new OrphanedPods(api);
    }

    ObjectDraft decide(Manifest manifest) {
        var ref = manifest.ref();
        if (live.untouched().contains(ref)) {
            var last = Objects.requireNonNull(applied.get(ref), "what is untouched was applied");
            return draft(manifest, Action.UNCHANGED)
                    .live(new Seen(last.uid(), last.version(), last.content()))
                    .build();
        }
        var known = live.owned().get(ref);
        if (known != null) {
            var seen = Seen.of(known, fingerprints);
            return inEffect(manifest, seen)
                    ? draft(manifest, Action.UNCHANGED).live(seen).build()
                    : dryRun(manifest, known, RE_READS);
        }
        if (!live.namespaceExists() && (ref.type().namespaced() || ref.type().equals(Kinds.NAMESPACE))) {
            // A dry run in a namespace that is not there is refused, and what is not there cannot be in the way.
            return draft(manifest, Action.CREATE).build();
        }
        var found = api.get(ref);
        return found.map(other -> owned(other) ? dryRun(manifest, other, RE_READS) : foreign(manifest, other))
                .orElseGet(() -> dryRun(manifest, null, RE_READS));
    }

    /** An owned object that is not rendered any more. */
    ObjectDraft delete(LiveObject gone) {
        var risks = Risks.ofDelete(gone.ref(), component(gone));
        return new ObjectDraft(
                gone.ref(),
                Refs.deleteStep(gone.ref()),
                component(gone),
                Action.DELETE,
                Optional.empty(),
                Optional.of(Seen.of(gone, fingerprints)),
                Optional.of(diffs.of(gone.content(), null)),
                false,
                risks,
                "",
                List.of());
    }

    /** The same bytes were applied last, and since then nobody changed more than the status. */
    private boolean inEffect(Manifest manifest, Seen seen) {
        var last = applied.get(manifest.ref());
        return last != null
                && last.digest().equals(fingerprints.of(manifest))
                && last.uid().equals(seen.uid())
                && (last.version().equals(seen.version()) || last.content().equals(seen.content()));
    }

    private ObjectDraft dryRun(Manifest manifest, @Nullable LiveObject before, int reReads) {
        return switch (apply(manifest, before, false)) {
            case Applied(var after) -> merged(manifest, before, after.content());
            case Conflicted(var conflicts) -> conflict(manifest, before, conflicts);
            case Moved(var message) -> reReads > 0 ? reRead(manifest, reReads) : rejected(manifest, before, message);
            case Rejected rejected
            when waitsForItsRole(manifest, before, rejected) ->
                draft(manifest, Action.CREATE).build();
            case Rejected rejected -> rejected(manifest, before, said(manifest, rejected));
        };
    }

    /**
     * The API server looks up the role of a new binding, to see that the writer holds all of it. In a plan the role of the same
     * set is not there yet; in the push it comes first.
     */
    private static boolean waitsForItsRole(Manifest manifest, @Nullable LiveObject before, Rejected rejected) {
        return before == null
                && rejected.status() == 404
                && (manifest.ref().type().equals(Kinds.ROLE_BINDING)
                        || manifest.ref().type().equals(Kinds.CLUSTER_ROLE_BINDING));
    }

    /** The object moved between two requests, as the status of a starting workload does all the time. */
    private ObjectDraft reRead(Manifest manifest, int reReads) {
        return dryRun(manifest, api.get(manifest.ref()).orElse(null), reReads - 1);
    }

    private ApplyOutcome apply(Manifest manifest, @Nullable LiveObject before, boolean force) {
        var expected = Optional.ofNullable(before).map(seen -> new Expected(seen.uid(), seen.resourceVersion()));
        return api.apply(new ApplyRequest(manifest.ref(), manifest.json(), expected, true, force));
    }

    private ObjectDraft merged(Manifest manifest, @Nullable LiveObject before, JsonNode after) {
        if (before == null) {
            return orphans.adopted(manifest, draft(manifest, Action.CREATE)).build();
        }
        var seen = Seen.of(before, fingerprints);
        if (LiveContent.same(before.content(), after)) {
            return draft(manifest, Action.UNCHANGED).live(seen).build();
        }
        return draft(manifest, Action.CHANGE)
                .live(seen)
                .diff(diffs.of(before.content(), after))
                .risks(Risks.ofChange(manifest.ref(), before.content(), after))
                .restarts(Risks.restarts(manifest.ref(), before.content(), after))
                .build();
    }

    private ObjectDraft conflict(Manifest manifest, @Nullable LiveObject before, List<FieldConflict> conflicts) {
        var draft = draft(manifest, Action.CONFLICT).conflicts(conflicts);
        return before == null ? draft.build() : forced(manifest, before, draft);
    }

    private ObjectDraft foreign(Manifest manifest, LiveObject other) {
        var draft = draft(manifest, Action.CONFLICT).message("The object exists and is not owned by Gauntlet.");
        if (apply(manifest, other, false) instanceof Conflicted(var conflicts)) {
            draft.conflicts(conflicts);
        }
        return forced(manifest, other, draft);
    }

    /** Shows what a take-over would change. */
    private ObjectDraft forced(Manifest manifest, LiveObject before, DraftBuilder draft) {
        draft.live(Seen.of(before, fingerprints));
        switch (apply(manifest, before, true)) {
            case Applied(var after) ->
                draft.diff(diffs.of(before.content(), after.content()))
                        .risks(Risks.ofTakeOver(manifest.ref(), before.content(), after.content(), manifest.json()))
                        .restarts(Risks.restarts(manifest.ref(), before.content(), after.content()));
            case Rejected refused -> draft.refused(said(manifest, refused));
            case Conflicted ignored -> {}
            case Moved ignored -> {}
        }
        return draft.build();
    }

    private ObjectDraft rejected(Manifest manifest, @Nullable LiveObject before, String message) {
        var draft = draft(manifest, Action.REJECTED).message(message);
        if (before != null) {
            draft.live(Seen.of(before, fingerprints));
        }
        return draft.build();
    }

    /** An API server repeats values in its messages, so those on Secrets are not kept. */
    static String said(Manifest manifest, Rejected rejected) {
        return said(manifest.secret(), rejected);
    }

    static String said(boolean secret, Rejected rejected) {
        var text = secret ? "" : ": " + rejected.message();
        var whole = rejected.status() + " " + rejected.reason() + text;
        // PostgreSQL stores no NUL, and nobody needs other control characters.
        var clean = whole.replaceAll("\\p{Cntrl}+", " ");
        return clean.length() <= MAX_MESSAGE ? clean : clean.substring(0, MAX_MESSAGE) + "…";
    }

    /**
     * Namespaces are shared: one that somebody else made is used, never taken over. Our own field manager writes in all
     * namespaces, so an object of another Gauntlet cluster is foreign too.
     */
    private boolean owned(LiveObject object) {
        var labels = object.content().path("metadata").path("labels");
        var cluster = labels.path(ManifestRenderer.OWNER_LABEL).asString("");
        if (object.ref().type().equals(Kinds.NAMESPACE) && cluster.isEmpty()) {
            return true;
        }
        return cluster.equals(owner)
                && "gauntlet"
                        .equals(labels.path(ManifestRenderer.MANAGED_BY_LABEL).asString(""));
    }

    private static String component(LiveObject object) {
        return object.content()
                .path("metadata")
                .path("labels")
                .path("app.kubernetes.io/component")
                .asString("");
    }

    private DraftBuilder draft(Manifest manifest, Action action) {
        return new DraftBuilder(manifest, fingerprints, action);
    }
}
