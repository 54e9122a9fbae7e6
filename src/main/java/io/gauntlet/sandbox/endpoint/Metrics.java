package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.promql.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the text format of metrics. */
final class Metrics {

    private final Map<String, String> types = new LinkedHashMap<>();
    private final List<Sample> samples = new ArrayList<>();

    Metrics gauge(String name, double value) {
        return gauge(name, Map.of(), value);
    }

    Metrics gauge(String name, Map<String, String> labels, double value) {
        return one("gauge", name, labels, value);
    }

    Metrics counter(String name, double value) {
        return counter(name, Map.of(), value);
    }

    Metrics counter(String name, Map<String, String> labels, double value) {
        return one("counter", name, labels, value);
    }

    private Metrics one(String type, String name, Map<String, String> labels, double value) {
        types.put(name, type);
        samples.add(Sample.of(name, labels, value));
        return this;
    }

    /** The same values as series. */
    List<Sample> samples() {
        return samples;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** A number as Go prints it: whole numbers plainly while they are short, others with an exponent. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return String.valueOf((long) value);
        }
        var parts = Double.toString(value).split("E", -1);
        return parts.length == 1 ? parts[0] : scientific(parts[0], Integer.parseInt(parts[1]));
    }

    private static String scientific(String digits, int exponent) {
        var shown = digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
        var size = String.valueOf(Math.abs(exponent));
        return shown + "e" + (exponent < 0 ? "-" : "+") + (size.length() < 2 ? "0" + size : size);
    }

    @Override
    public String toString() {
        var lines = new LinkedHashMap<String, StringBuilder>();
        types.forEach((name, type) -> lines.put(
                name, new StringBuilder("# HELP " + name + " Simulated.\n# TYPE " + name + " " + type + "\n")));
        for (var sample : samples) {
            var name = sample.labels().getOrDefault(Sample.NAME, "");
            var labels = sample.without(List.of(Sample.NAME)).labels().entrySet().stream()
                    .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                    .collect(Collectors.joining(","));
            var line = lines.computeIfAbsent(name, _ -> new StringBuilder()).append(name);
            line.append(labels.isEmpty() ? "" : "{" + labels + "}");
            line.append(' ').append(number(sample.value())).append('\n');
        }
        return String.join("", lines.values());
    }
}
