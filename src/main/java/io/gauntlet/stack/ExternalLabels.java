package io.gauntlet.stack;

import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSet;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rules for the labels that identify the series of one cluster everywhere. */
final class ExternalLabels {

    static final String CLUSTER = "cluster";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,62}");
    private static final int MAX_LABELS = 20;
    private static final int MAX_VALUE = 200;

    private ExternalLabels() {}

    static List<FieldProblem> check(LabelSet labels, String replicaLabel) {
        var problems = new ArrayList<FieldProblem>();
        if (labels.get(CLUSTER).filter(value -> !value.isBlank()).isEmpty()) {
            problems.add(new FieldProblem(
                    "externalLabels.cluster",
                    "The label cluster is missing.",
                    "Give it a value that no other cluster has."));
        }
        if (labels.values().size() > MAX_LABELS) {
            problems.add(new FieldProblem(
                    "externalLabels", "There are too many labels.", "Use at most " + MAX_LABELS + "."));
        }
        labels.values().forEach((name, value) -> {
            var field = "externalLabels." + name;
            if (!NAME.matcher(name).matches() || name.startsWith("__")) {
                problems.add(new FieldProblem(
                        field,
                        "It is not a label name.",
                        "Use letters, digits and underscores, without __ at the start."));
            }
            if (name.equals(replicaLabel)) {
                problems.add(new FieldProblem(
                        field, "The label tells replicas apart and is set by each replica.", "Leave it out here."));
            }
            if (value.isEmpty()
                    || value.length() > MAX_VALUE
                    || value.codePoints().anyMatch(Character::isISOControl)) {
                problems.add(new FieldProblem(
                        field,
                        "The value is empty, too long or has control characters.",
                        "Use 1 to " + MAX_VALUE + " characters."));
            }
        });
        return problems;
    }
}
