package io.gauntlet.sandbox.promql;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/** What PromQL's operators, aggregations and functions do with series that do not change. */
final class PromOperators {

    /** How the two sides of an operator find each other. */
    record Matching(boolean bool, boolean on, List<String> labels) {

        SortedMap<String, String> key(Sample sample) {
            var key = new TreeMap<>(sample.labels());
            key.remove(Sample.NAME);
            if (on) {
                key.keySet().retainAll(labels);
            } else {
                key.keySet().removeAll(labels);
            }
            return key;
        }
    }

    static final Set<String> AGGREGATIONS = Set.of(
            "sum",
            "count",
            "min",
            "max",
            "avg",
            "group",
            "topk",
            "bottomk",
            "quantile",
            "stddev",
            "stdvar",
            "count_values",
            "limitk");
    private static final Set<String> RATES =
            Set.of("rate", "irate", "increase", "delta", "idelta", "deriv", "changes", "resets", "stddev_over_time");

    private PromOperators() {}

    static Value map(Value value, DoubleUnaryOperator operation) {
        return switch (value) {
            case Value.Scalar scalar -> new Value.Scalar(operation.applyAsDouble(scalar.number()));
            case Value.Vector vector ->
                new Value.Vector(vector.samples().stream()
                        .map(sample ->
                                sample.without(List.of(Sample.NAME)).valued(operation.applyAsDouble(sample.value())))
                        .toList());
        };
    }

    static Value binary(String operator, Matching matching, Value left, Value right) {
        if (Set.of("and", "or", "unless").contains(operator)) {
            return set(operator, matching, left, right);
        }
        if (left instanceof Value.Scalar(var one) && right instanceof Value.Scalar(var other)) {
            return new Value.Scalar(
                    isComparison(operator) ? truth(operator, one, other) : compute(operator, one, other));
        }
        var results = new ArrayList<Sample>();
        var partners = new LinkedHashMap<SortedMap<String, String>, Sample>();
        right.samples().forEach(sample -> partners.put(matching.key(sample), sample));
        for (var sample : left.samples()) {
            if (right instanceof Value.Scalar(var other)) {
                add(results, operator, matching, sample, sample.value(), other);
            } else if (left instanceof Value.Scalar(var one)) {
                right.samples().forEach(partner -> add(results, operator, matching, partner, one, partner.value()));
            } else {
                var partner = partners.get(matching.key(sample));
                if (partner != null) {
                    add(results, operator, matching, sample, sample.value(), partner.value());
                }
            }
        }
        return new Value.Vector(results);
    }

    private static void add(
            List<Sample> results, String operator, Matching matching, Sample sample, double left, double right) {
        if (!isComparison(operator)) {
            results.add(sample.without(List.of(Sample.NAME)).valued(compute(operator, left, right)));
        } else if (matching.bool()) {
            results.add(sample.without(List.of(Sample.NAME)).valued(truth(operator, left, right)));
        } else if (truth(operator, left, right) == 1) {
            results.add(sample);
        }
    }

    private static Value set(String operator, Matching matching, Value left, Value right) {
        var present = right.samples().stream().map(matching::key).toList();
        var results = new ArrayList<Sample>();
        for (var sample : left.samples()) {
            var found = present.contains(matching.key(sample));
            if (operator.equals("or") || found == operator.equals("and")) {
                results.add(sample);
            }
        }
        if (operator.equals("or")) {
            var kept = left.samples().stream().map(matching::key).toList();
            right.samples().stream()
                    .filter(sample -> !kept.contains(matching.key(sample)))
                    .forEach(results::add);
        }
        return new Value.Vector(results);
    }

    private static boolean isComparison(String operator) {
        return Set.of("==", "!=", ">", "<", ">=", "<=").contains(operator);
    }

    private static double truth(String operator, double left, double right) {
        var holds = switch (operator) {
            case "==" -> left == right;
            case "!=" -> left != right;
            case ">" -> left > right;
            case "<" -> left < right;
            case ">=" -> left >= right;
            default -> left <= right;
        };
        return holds ? 1 : 0;
    }

    private static double compute(String operator, double left, double right) {
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            case "%" -> left % right;
            case "^" -> Math.pow(left, right);
            default -> Math.atan2(left, right);
        };
    }

    static Value aggregate(String operation, boolean keep, List<String> labels, Value operand) {
        var groups = new LinkedHashMap<SortedMap<String, String>, List<Double>>();
        for (var sample : operand.samples()) {
            var key = new TreeMap<>(sample.labels());
            key.remove(Sample.NAME);
            if (keep) {
                key.keySet().retainAll(labels);
            } else {
                key.keySet().removeAll(labels);
            }
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(sample.value());
        }
        if (operation.equals("topk") || operation.equals("bottomk") || operation.equals("limitk")) {
            return operand;
        }
        return new Value.Vector(groups.entrySet().stream()
                .map(group -> new Sample(group.getKey(), fold(operation, group.getValue())))
                .toList());
    }

    private static double fold(String operation, List<Double> values) {
        var numbers = values.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        return switch (operation) {
            case "sum" -> numbers.getSum();
            case "count", "count_values" -> numbers.getCount();
            case "min" -> numbers.getMin();
            case "group" -> 1;
            case "stddev", "stdvar" -> 0;
            case "avg" -> numbers.getAverage();
            default -> numbers.getMax();
        };
    }

    static Value function(String name, List<Value> arguments, Instant now) {
        if (name.equals("time")) {
            return new Value.Scalar(now.toEpochMilli() / 1000.0);
        }
        if (arguments.isEmpty()) {
            return new Value.Vector(List.of());
        }
        var first = arguments.getFirst();
        if (RATES.contains(name)) {
            return map(first, _ -> 0);
        }
        return switch (name) {
            case "vector" -> new Value.Vector(first.samples());
            case "scalar" ->
                new Value.Scalar(
                        first.samples().size() == 1 ? first.samples().getFirst().value() : Double.NaN);
            case "absent", "absent_over_time" ->
                first.samples().isEmpty()
                        ? new Value.Vector(List.of(new Sample(new TreeMap<>(Map.of()), 1)))
                        : new Value.Vector(List.of());
            case "count_over_time", "present_over_time" -> map(first, _ -> 1);
            case "avg_over_time", "min_over_time", "max_over_time", "sum_over_time", "last_over_time" -> first;
            case "predict_linear", "abs" -> map(first, Math::abs);
            case "ceil" -> map(first, Math::ceil);
            case "floor" -> map(first, Math::floor);
            case "round" -> map(first, Math::rint);
            case "timestamp" -> map(first, _ -> now.toEpochMilli() / 1000.0);
            case "label_replace", "label_join", "sort", "sort_desc", "sort_by_label", "sort_by_label_desc" -> first;
            case "clamp_max", "clamp_min", "clamp" -> first;
            default -> new Value.Vector(List.of());
        };
    }
}
