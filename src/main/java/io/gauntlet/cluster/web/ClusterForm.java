package io.gauntlet.cluster.web;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.LabelSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a person says of a new cluster. Labels are written as {@code env=prod, region=eu}. */
record ClusterForm(
        @Nullable String context,
        @Nullable String name,
        @Nullable String displayName,
        @Nullable String namespace,
        @Nullable String labels) {

    LabelSet labelSet() {
        return parse(Objects.requireNonNullElse(labels, ""));
    }

    static LabelSet parse(String text) {
        var labels = new TreeMap<String, String>();
        for (var part : text.split("[,\\n]", -1)) {
            if (!part.isBlank()) {
                var pair = part.strip().split("=", 2);
                if (pair.length != 2) {
                    throw DomainException.Invalid.of(
                            "labels",
                            "'" + part.strip() + "' is not a label.",
                            "Write labels as name=value, separated by commas.");
                }
                labels.put(pair[0].strip(), pair[1].strip());
            }
        }
        return LabelSet.of(labels);
    }

    static String text(LabelSet labels) {
        return labels.values().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(", "));
    }
}
