package io.gauntlet.sandbox.promql;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One series with its present value; the metric name is the label {@code __name__}. */
public record Sample(SortedMap<String, String> labels, double value) {

    /** The label that holds the metric name. */
    public static final String NAME = "__name__";

    public static Sample of(String name, Map<String, String> labels, double value) {
        var all = new TreeMap<>(labels);
        all.put(NAME, name);
        return new Sample(all, value);
    }

    public Sample with(Map<String, String> more) {
        var all = new TreeMap<>(labels);
        all.putAll(more);
        return new Sample(all, value);
    }

    public Sample without(Collection<String> names) {
        var rest = new TreeMap<>(labels);
        names.forEach(rest::remove);
        return new Sample(rest, value);
    }

    public Sample valued(double other) {
        return new Sample(labels, other);
    }
}
