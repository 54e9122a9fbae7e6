package io.gauntlet.routing;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.PromDuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a configuration, and reads its values while doing so. */
final class Problems {

    private final List<FieldProblem> found = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    void add(String path, String reason, String fix) {
        found.add(new FieldProblem(path, reason, fix));
    }

    void warn(String text) {
        warnings.add(text);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new DomainException.Invalid(found);
        }
    }

    void keys(String path, Map<String, Object> map, Set<String> known) {
        for (var key : map.keySet()) {
            if (!known.contains(key)) {
                add(path.isEmpty() ? key : path + "." + key, "The key '" + key + "' is not known here.", "Remove it, or correct its spelling.");
            }
        }
    }

    void duration(String path, @Nullable Object value, boolean zeroAllowed) {
        if (value == null) {
            return;
        }
        try {
            if (PromDuration.parse(path, String.valueOf(value)).millis() == 0 && !zeroAllowed) {
                add(path, "The duration cannot be zero.", "Write a duration such as 5m.");
            }
        } catch (DomainException.Invalid invalid) {
            found.addAll(invalid.problems());
        }
    }

    /** The mapping at a path; empty, with a problem, when it is something else. */
    @SuppressWarnings("unchecked")
    Map<String, Object> map(String path, @Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.keySet().stream().allMatch(String.class::isInstance)) {
            return (Map<String, Object>) map;
        }
        add(path, "It is not a mapping.", "Write key: value pairs.");
        return Map.of();
    }

    /** The list at a path; empty when it is missing, with a problem when it is something else. */
    List<?> list(String path, @Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        add(path, "It is not a list.", "Write - in front of each item.");
        return List.of();
    }
}
