package io.gauntlet.delivery.web;

import io.gauntlet.cluster.ApplyOutcome.FieldConflict;
import io.gauntlet.delivery.PlannedObject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A planned object as REST shows it. */
record PlannedObjectResource(
        UUID id,
        String cluster,
        String apiVersion,
        String kind,
        String namespace,
        String name,
        String component,
        String action,
        boolean restarts,
        List<String> risks,
        String message,
        List<FieldConflict> conflicts,
        @Nullable String diff) {

    static PlannedObjectResource of(PlannedObject object) {
        return new PlannedObjectResource(
                object.id(),
                object.cluster().value(),
                object.ref().type().apiVersion(),
                object.ref().type().kind(),
                object.ref().namespace(),
                object.ref().name(),
                object.component(),
                Words.of(object.action()),
                object.restarts(),
                object.risks(),
                object.message(),
                object.conflicts(),
                object.diff().orElse(null));
    }
}
