package io.gauntlet.stack;

import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.LabelSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Selectors of workloads that were taken over: a few labels, none of which says something else about our own pods. */
final class AdoptedSelectors {

    static final String PATH = "adopted.selectors";

    private static final String PREFIX = "app.kubernetes.io/";
    private static final Set<String> COMPONENTS = Set.of(
            "prometheus",
            "querier",
            "query-frontend",
            "store-gateway",
            "compactor",
            "ruler",
            "alertmanager",
            "kube-state-metrics",
            "node-exporter",
            "grafana");
    private static final Set<String> OURS =
            Set.of(PREFIX + "part-of", PREFIX + "managed-by", PREFIX + "component", "gauntlet.io/cluster");
    private static final Pattern LABEL = Pattern.compile(
            "([A-Za-z0-9]([A-Za-z0-9./_-]{0,251}[A-Za-z0-9])?)=([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)");
    private static final int MAX_LABELS = 10;

    private AdoptedSelectors() {}

    /** The labels of a text that was checked. */
    static LabelSet read(String text) {
        var labels = new TreeMap<String, String>();
        for (var part : text.split(",", -1)) {
            var label = LABEL.matcher(part.strip());
            if (label.matches()) {
                labels.put(label.group(1), label.group(3));
            }
        }
        return LabelSet.of(labels);
    }

    static void check(Map<String, String> selectors, List<FieldProblem> problems) {
        selectors.forEach((component, text) -> {
            if (!COMPONENTS.contains(component)) {
                problems.add(new FieldProblem(
                        PATH,
                        "There is no component '" + component + "'.",
                        "Use one of "
                                + String.join(", ", COMPONENTS.stream().sorted().toList()) + "."));
                return;
            }
            check(component, text, problems);
        });
    }

    private static void check(String component, String text, List<FieldProblem> problems) {
        var parts = List.of(text.split(",", -1));
        if (parts.size() > MAX_LABELS
                || parts.stream().anyMatch(part -> !LABEL.matcher(part.strip()).matches())) {
            problems.add(new FieldProblem(
                    PATH,
                    "The selector of '" + component + "' is not a list of labels.",
                    "Write name=value, at most " + MAX_LABELS + " of them with commas between."));
        }
        read(text).values().forEach((name, value) -> {
            if (OURS.contains(name) || name.equals(PREFIX + "name") && !value.equals(component)) {
                problems.add(new FieldProblem(
                        PATH,
                        "The pods of '" + component + "' carry the label '" + name + "' with another value.",
                        "A workload with this selector has to be created anew: leave it out."));
            }
        });
    }
}
