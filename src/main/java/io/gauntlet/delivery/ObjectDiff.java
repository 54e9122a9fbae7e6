package io.gauntlet.delivery;

import io.gauntlet.kernel.UnifiedDiff;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import tools.jackson.databind.JsonNode;

/**
 * Unified diffs of two states of an object as YAML. Values of Secrets never get into one: a key is said to be unchanged,
 * changed, added or removed. An object counts as a Secret when any side says so, because a caller could lie about the kind of
 * its own side.
 */
final class ObjectDiff {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final Set<String> SECRET_VALUES = Set.of("data", "stringData");
    private static final String HIDDEN = "(hidden)";

    private final Fingerprints fingerprints;

    ObjectDiff(Fingerprints fingerprints) {
        this.fingerprints = fingerprints;
    }

    /** The diff from one state to another; null is an object that is not there. */
    String of(@Nullable JsonNode before, @Nullable JsonNode after) {
        var secret = secret(before) || secret(after);
        var old = before == null ? null : Json.map(LiveContent.of(before));
        var future = after == null ? null : Json.map(LiveContent.of(after));
        if (secret) {
            maskSecret(old, future);
        }
        maskLastApplied(old);
        maskLastApplied(future);
        return UnifiedDiff.of(lines(old), lines(future));
    }

    private static boolean secret(@Nullable JsonNode node) {
        return node != null && "Secret".equals(node.path("kind").asString(""));
    }

    private void maskSecret(@Nullable Map<String, Object> old, @Nullable Map<String, Object> future) {
        for (var section : SECRET_VALUES) {
            maskValues(child(old, section), child(future, section));
        }
        maskValues(child(child(old, "metadata"), "annotations"), child(child(future, "metadata"), "annotations"));
    }

    private void maskValues(@Nullable Map<String, Object> old, @Nullable Map<String, Object> future) {
        var keys = new TreeSet<String>();
        if (old != null) {
            keys.addAll(old.keySet());
        }
        if (future != null) {
            keys.addAll(future.keySet());
        }
        for (var key : keys) {
            var before = old == null ? null : old.get(key);
            var after = future == null ? null : future.get(key);
            if (before != null && old != null) {
                old.put(key, after == null ? "(secret, removed)" : "(secret)");
            }
            if (after != null && future != null) {
                future.put(
                        key,
                        before == null ? "(secret, added)" : same(before, after) ? "(secret)" : "(secret, changed)");
            }
        }
    }

    private boolean same(Object before, Object after) {
        return fingerprints.keyed(Json.write(before)).equals(fingerprints.keyed(Json.write(after)));
    }

    /** The annotation repeats the whole object, so it is hidden on every kind. */
    private static void maskLastApplied(@Nullable Map<String, Object> object) {
        var annotations = child(child(object, "metadata"), "annotations");
        if (annotations != null) {
            annotations.replace(LAST_APPLIED, HIDDEN);
        }
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Map<String, Object> child(@Nullable Map<String, Object> parent, String key) {
        return parent != null && parent.get(key) instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
    }

    private static List<String> lines(@Nullable Map<String, Object> object) {
        if (object == null) {
            return List.of();
        }
        var settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setSplitLines(false)
                .setIndent(2)
                .build();
        return new Dump(settings).dumpToString(sorted(object)).lines().toList();
    }

    private static Object sorted(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var result = new TreeMap<String, @Nullable Object>();
                map.forEach((key, item) -> result.put(String.valueOf(key), item == null ? null : sorted(item)));
                yield result;
            }
            case List<?> list ->
                list.stream().map(item -> item == null ? "" : sorted(item)).toList();
            default -> value;
        };
    }
}
