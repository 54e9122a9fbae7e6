package io.gauntlet.kernel;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Labels in the order of their names, so that equal sets have equal text. Values may be empty, names may not. */
public record LabelSet(SortedMap<String, String> values) {

    private static final LabelSet EMPTY = new LabelSet(new TreeMap<>());

    public LabelSet {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        if (values.containsKey("")) {
            throw DomainException.Invalid.of("labels", "A label has no name.", "Give every label a name.");
        }
    }

    public static LabelSet of(Map<String, String> labels) {
        return labels.isEmpty() ? EMPTY : new LabelSet(new TreeMap<>(labels));
    }

    public static LabelSet empty() {
        return EMPTY;
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public LabelSet with(String name, String value) {
        var copy = new TreeMap<>(values);
        copy.put(name, value);
        return new LabelSet(copy);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** One text for one set: {@code a="1",b="2"}, values with {@code \} and {@code "} escaped. */
    public String canonical() {
        return values.entrySet().stream()
                .map(label -> label.getKey() + "=\""
                        + label.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return canonical();
    }
}
