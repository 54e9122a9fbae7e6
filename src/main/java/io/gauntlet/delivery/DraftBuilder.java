package io.gauntlet.delivery;

import io.gauntlet.cluster.ApplyOutcome.FieldConflict;
import io.gauntlet.delivery.ObjectDraft.Seen;
import io.gauntlet.delivery.PlannedObject.Action;
import io.gauntlet.rendering.Manifest;
import java.util.List;
import java.util.Optional;

/** Collects what the planner finds out about one rendered object. */
final class DraftBuilder {

    private final Manifest manifest;
    private final Fingerprints fingerprints;
    private Action action;
    private Optional<Seen> live = Optional.empty();
    private Optional<String> diff = Optional.empty();
    private boolean restarts;
    private List<String> risks = List.of();
    private String message = "";
    private List<FieldConflict> conflicts = List.of();

    DraftBuilder(Manifest manifest, Fingerprints fingerprints, Action action) {
        this.manifest = manifest;
        this.fingerprints = fingerprints;
        this.action = action;
    }

    DraftBuilder live(Seen seen) {
        live = Optional.of(seen);
        return this;
    }

    DraftBuilder diff(String text) {
        diff = Optional.of(text);
        return this;
    }

    DraftBuilder risks(List<String> codes) {
        risks = codes;
        return this;
    }

    DraftBuilder restarts(boolean pods) {
        restarts = pods;
        return this;
    }

    DraftBuilder message(String text) {
        message = text;
        return this;
    }

    DraftBuilder conflicts(List<FieldConflict> fields) {
        conflicts = fields;
        return this;
    }

    /** What was meant to be taken over would be refused. */
    DraftBuilder refused(String text) {
        action = Action.REJECTED;
        message = text;
        return this;
    }

    ObjectDraft build() {
        return new ObjectDraft(
                manifest.ref(),
                Refs.applyStep(manifest.phase()),
                manifest.component(),
                action,
                Optional.of(fingerprints.of(manifest)),
                live,
                diff,
                restarts,
                risks,
                message,
                conflicts);
    }
}
