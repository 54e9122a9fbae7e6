package io.gauntlet.stack;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Settings of one layer: value by path, only what is set there. */
final class SparseSettings {

    private SparseSettings() {}

    /**
     * The layer after a change; a null value takes the setting out of it.
     *
     * @throws DomainException.Invalid with every path that is unknown or has a wrong value
     */
    static Map<String, Object> change(Map<String, Object> before, Map<String, @Nullable Object> changes) {
        var result = new TreeMap<>(before);
        var problems = new ArrayList<FieldProblem>();
        changes.forEach((path, value) -> {
            if (value == null) {
                result.remove(path);
                return;
            }
            try {
                result.put(path, SettingsSchema.check(path, value));
            } catch (DomainException.Invalid wrong) {
                problems.addAll(wrong.problems());
            }
        });
        require(problems);
        return result;
    }

    static void require(List<FieldProblem> problems) {
        if (!problems.isEmpty()) {
            throw new DomainException.Invalid(problems);
        }
    }
}
