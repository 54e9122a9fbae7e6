package io.gauntlet.sandbox.api;

import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch: null removes, objects are merged, everything else replaces. */
final class MergePatch {

    private MergePatch() {}

    static void apply(ObjectNode target, ObjectNode patch) {
        for (var entry : patch.properties()) {
            var value = entry.getValue();
            if (value.isNull()) {
                target.remove(entry.getKey());
            } else if (value instanceof ObjectNode inner) {
                apply(Json.child(target, entry.getKey()), inner);
            } else {
                target.set(entry.getKey(), value);
            }
        }
    }
}
