package io.gauntlet.cluster;

import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What labels and display names of clusters may hold: Kubernetes label syntax, so that selectors can name them. */
final class ClusterLabels {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_./-]{0,251}[A-Za-z0-9])?");
    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?");

    private ClusterLabels() {}

    static void check(LabelSet labels, List<FieldProblem> problems) {
        if (labels.values().size() > 50) {
            problems.add(new FieldProblem(
                    "labels", "There are more than 50 labels.", "Keep the ones that are selected by."));
        }
        labels.values().forEach((key, value) -> {
            if (!KEY.matcher(key).matches()) {
                problems.add(new FieldProblem(
                        "labels." + key,
                        "The name is not a Kubernetes label name.",
                        "Use letters, digits, '-', '_', '.' and '/'."));
            }
            if (!VALUE.matcher(value).matches()) {
                problems.add(new FieldProblem(
                        "labels." + key,
                        "The value is not a Kubernetes label value.",
                        "Use at most 63 letters, digits, '-', '_' and '.'."));
            }
        });
    }

    static void checkDisplayName(@Nullable String displayName, List<FieldProblem> problems) {
        if (displayName != null
                && (displayName.length() > 200 || displayName.chars().anyMatch(Character::isISOControl))) {
            problems.add(new FieldProblem(
                    "displayName",
                    "It is longer than 200 characters or has control characters.",
                    "Write a short name."));
        }
    }
}
