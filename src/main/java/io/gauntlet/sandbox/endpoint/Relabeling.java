package io.gauntlet.sandbox.endpoint;

import com.google.re2j.Pattern;
import io.gauntlet.sandbox.promql.Broken;
import io.gauntlet.sandbox.promql.Expressions;
import io.gauntlet.sandbox.workload.Yaml;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Applies relabelling rules in order, as Prometheus does. */
final class Relabeling {

    private Relabeling() {}

    /** The labels after all rules; empty if a rule drops them. */
    static Optional<SortedMap<String, String>> apply(List<Yaml> rules, SortedMap<String, String> labels) throws Broken {
        var current = new TreeMap<>(labels);
        for (var rule : rules) {
            if (!step(rule, current)) {
                return Optional.empty();
            }
        }
        return Optional.of(current);
    }

    /** Whether the first rule drops these labels, which most discovered targets meet in most jobs. */
    static boolean dropsAtOnce(List<Yaml> rules, Map<String, String> labels) throws Broken {
        if (rules.isEmpty()) {
            return false;
        }
        var rule = rules.getFirst();
        var action = rule.text("action", "replace").toLowerCase(Locale.ROOT);
        if (!action.equals("keep") && !action.equals("drop")) {
            return false;
        }
        var pattern = Expressions.pattern("(?s)^(?:" + rule.text("regex", "(.*)") + ")$");
        return pattern.matcher(source(rule, labels)).matches() == action.equals("drop");
    }

    private static String source(Yaml rule, Map<String, String> labels) throws Broken {
        return rule.texts("source_labels").stream()
                .map(name -> labels.getOrDefault(name, ""))
                .collect(Collectors.joining(rule.text("separator", ";")));
    }

    private static boolean step(Yaml rule, SortedMap<String, String> labels) throws Broken {
        var source = source(rule, labels);
        var pattern = Expressions.pattern("(?s)^(?:" + rule.text("regex", "(.*)") + ")$");
        var target = rule.text("target_label", "");
        var action = rule.text("action", "replace").toLowerCase(Locale.ROOT);
        return switch (action) {
            case "keep" -> pattern.matcher(source).matches();
            case "drop" -> !pattern.matcher(source).matches();
            case "keepequal" -> source.equals(labels.getOrDefault(target, ""));
            case "dropequal" -> !source.equals(labels.getOrDefault(target, ""));
            default -> {
                change(action, rule, labels, new Input(source, pattern, target));
                yield true;
            }
        };
    }

    private record Input(String source, Pattern pattern, String target) {}

    private static void change(String action, Yaml rule, SortedMap<String, String> labels, Input input) throws Broken {
        var source = input.source();
        switch (action) {
            case "replace" -> replace(rule, labels, source, input.pattern(), input.target());
            case "lowercase" -> put(labels, input.target(), source.toLowerCase(Locale.ROOT));
            case "uppercase" -> put(labels, input.target(), source.toUpperCase(Locale.ROOT));
            case "hashmod" -> {
                var modulus = Math.max(1, Integer.parseInt(rule.text("modulus", "1")));
                put(labels, input.target(), String.valueOf(Math.floorMod(source.hashCode(), modulus)));
            }
            case "labelmap" -> map(rule, labels, input.pattern());
            case "labeldrop" ->
                labels.keySet().removeIf(name -> input.pattern().matcher(name).matches());
            case "labelkeep" ->
                labels.keySet().removeIf(name -> !input.pattern().matcher(name).matches());
            default -> throw new Broken("unknown relabel action \"" + rule.text("action") + "\"");
        }
    }

    private static void replace(
            Yaml rule, SortedMap<String, String> labels, String source, Pattern pattern, String target) {
        var matcher = pattern.matcher(source);
        if (matcher.matches()) {
            put(labels, expand(target, matcher), expand(rule.text("replacement", "$1"), matcher));
        }
    }

    private static void map(Yaml rule, SortedMap<String, String> labels, Pattern pattern) {
        for (var label : new TreeMap<>(labels).entrySet()) {
            var matcher = pattern.matcher(label.getKey());
            if (matcher.matches()) {
                put(labels, expand(rule.text("replacement", "$1"), matcher), label.getValue());
            }
        }
    }

    private static void put(SortedMap<String, String> labels, String name, String value) {
        if (value.isEmpty()) {
            labels.remove(name);
        } else {
            labels.put(name, value);
        }
    }

    private static String expand(String template, com.google.re2j.Matcher matcher) {
        var text = new StringBuilder();
        for (var i = 0; i < template.length(); i++) {
            if (template.charAt(i) != '$' || i + 1 == template.length()) {
                text.append(template.charAt(i));
                continue;
            }
            var braced = template.charAt(i + 1) == '{';
            var end = braced ? template.indexOf('}', i) : i + 2;
            var name = end < 0 ? "" : template.substring(i + (braced ? 2 : 1), end);
            if (name.matches("\\d+") && Integer.parseInt(name) <= matcher.groupCount()) {
                var group = matcher.group(Integer.parseInt(name));
                text.append(group == null ? "" : group);
            }
            i = end < 0 ? i : braced ? end : i + 1;
        }
        return text.toString();
    }
}
