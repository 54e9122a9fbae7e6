package io.gauntlet.kernel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Kubernetes label selector in its text form: {@code env=prod,region in (a,b),!legacy}. All requirements have to hold;
 * the empty selector matches everything. As in Kubernetes, {@code !=} and {@code notin} also match a missing label.
 */
public record LabelSelector(List<Requirement> requirements) {

    /** How a requirement compares. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST
    }

    /** One condition on one label. */
    public record Requirement(String label, Operator operator, Set<String> values) {

        public Requirement {
            values = Set.copyOf(new LinkedHashSet<>(values));
        }

        boolean matches(LabelSet labels) {
            var value = labels.get(label);
            return switch (operator) {
                case IN -> value.filter(values::contains).isPresent();
                case NOT_IN -> value.filter(values::contains).isEmpty();
                case EXISTS -> value.isPresent();
                case DOES_NOT_EXIST -> value.isEmpty();
            };
        }

        @Override
        public String toString() {
            var list = values.stream().sorted().collect(Collectors.joining(","));
            return switch (operator) {
                case IN -> values.size() == 1 ? label + "=" + list : label + " in (" + list + ")";
                case NOT_IN -> values.size() == 1 ? label + "!=" + list : label + " notin (" + list + ")";
                case EXISTS -> label;
                case DOES_NOT_EXIST -> "!" + label;
            };
        }
    }

    private static final String KEY = "[A-Za-z0-9](?:[A-Za-z0-9_./-]{0,251}[A-Za-z0-9])?";
    private static final String VALUE = "(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?";
    private static final Pattern EQUALITY = Pattern.compile("(" + KEY + ")\\s*(==|=|!=)\\s*(" + VALUE + ")");
    private static final Pattern SET = Pattern.compile("(" + KEY + ")\\s+(in|notin)\\s*\\(([^()]*)\\)");
    private static final Pattern EXISTENCE = Pattern.compile("(!?)\\s*(" + KEY + ")");
    private static final Pattern VALUE_SYNTAX = Pattern.compile(VALUE);
    private static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    public static LabelSelector everything() {
        return EVERYTHING;
    }

    /**
     * Reads the text form.
     *
     * @throws DomainException.Invalid for the field {@code selector}, naming the part that cannot be read
     */
    public static LabelSelector parse(String text) {
        var requirements = new ArrayList<Requirement>();
        for (var part : split(text)) {
            if (!part.isBlank()) {
                requirements.add(requirement(part.strip()));
            }
        }
        return requirements.isEmpty() ? EVERYTHING : new LabelSelector(requirements);
    }

    public boolean matches(LabelSet labels) {
        return requirements.stream().allMatch(requirement -> requirement.matches(labels));
    }

    private static List<String> split(String text) {
        var parts = new ArrayList<String>();
        var depth = 0;
        var start = 0;
        for (var i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '(' -> depth++;
                case ')' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        parts.add(text.substring(start, i));
                        start = i + 1;
                    }
                }
                default -> {}
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static Requirement requirement(String part) {
        var set = SET.matcher(part);
        if (set.matches()) {
            var values = new LinkedHashSet<String>();
            for (var value : set.group(3).split(",", -1)) {
                if (!VALUE_SYNTAX.matcher(value.strip()).matches()) {
                    throw unreadable(part);
                }
                values.add(value.strip());
            }
            return new Requirement(set.group(1), "in".equals(set.group(2)) ? Operator.IN : Operator.NOT_IN, values);
        }
        var equality = EQUALITY.matcher(part);
        if (equality.matches()) {
            var operator = "!=".equals(equality.group(2)) ? Operator.NOT_IN : Operator.IN;
            return new Requirement(equality.group(1), operator, Set.of(equality.group(3)));
        }
        var existence = EXISTENCE.matcher(part);
        if (existence.matches()) {
            var operator = existence.group(1).isEmpty() ? Operator.EXISTS : Operator.DOES_NOT_EXIST;
            return new Requirement(existence.group(2), operator, Set.of());
        }
        throw unreadable(part);
    }

    private static DomainException.Invalid unreadable(String part) {
        return DomainException.Invalid.of(
                "selector",
                "The part '" + part + "' is not a label requirement.",
                "Write requirements like env=prod, tier!=test, region in (eu,us), canary or !legacy, separated by commas.");
    }

    @Override
    public String toString() {
        return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
    }
}
