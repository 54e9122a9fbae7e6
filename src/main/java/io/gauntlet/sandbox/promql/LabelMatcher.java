package io.gauntlet.sandbox.promql;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One label matcher, as selectors and routes use them. A label that is absent counts as empty. */
public record LabelMatcher(String name, String operator, String value) {

    private static final java.util.regex.Pattern ONE = java.util.regex.Pattern.compile(
            "\\s*\"?([^\\s\"=!~,{}]+)\"?\\s*(=~|!~|!=|=)\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'((?:[^'\\\\]|\\\\.)*)'"
                    + "|`([^`]*)`|([^,}\\s]*))\\s*(?:,|$)");

    private static final java.util.regex.Pattern STRINGS =
            java.util.regex.Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|`[^`]*`");

    private static final java.util.regex.Pattern UNQUOTED = java.util.regex.Pattern.compile("[=~]\\s*[^\"=~\\s]");

    /** A metric name that has to be quoted stands alone among the matchers. */
    private static final java.util.regex.Pattern METRIC =
            java.util.regex.Pattern.compile("\\s*[\"']([^\"']+)[\"']\\s*(?:,|$)");

    /** Reads the matchers of a selector, whose values have to be quoted. */
    static List<LabelMatcher> selector(String text) throws Broken {
        if (UNQUOTED.matcher(STRINGS.matcher(text).replaceAll("\"\"")).find()) {
            throw new Broken("1:1: parse error: unexpected identifier in label matching, expected string");
        }
        return parse(text);
    }

    /** Reads {@code a="b",c=~"d"}, with or without braces around it. */
    public static List<LabelMatcher> parse(String text) throws Broken {
        var inner = text.strip();
        if (inner.startsWith("{") && inner.endsWith("}")) {
            inner = inner.substring(1, inner.length() - 1);
        }
        var matchers = new ArrayList<LabelMatcher>();
        var found = ONE.matcher(inner);
        var quoted = METRIC.matcher(inner);
        var at = 0;
        while (at < inner.length() && !inner.substring(at).isBlank()) {
            if (found.find(at) && found.start() == at) {
                matchers.add(of(found));
                at = found.end();
                continue;
            }
            if (!quoted.find(at) || quoted.start() != at) {
                throw new Broken("bad matcher format: " + text);
            }
            matchers.add(new LabelMatcher(Sample.NAME, "=", quoted.group(1)));
            at = quoted.end();
        }
        return matchers;
    }

    private static LabelMatcher of(java.util.regex.Matcher found) throws Broken {
        for (var group = 3; group <= 6; group++) {
            var value = found.group(group);
            if (value != null) {
                var plain = group >= 5 ? value : value.replaceAll("\\\\(.)", "$1");
                // A regular expression keeps the escapes that its writer doubled.
                var operator = found.group(2);
                var text = operator.endsWith("~") && group < 5
                        ? value.replace("\\\\", "\\").replace("\\\"", "\"")
                        : plain;
                return new LabelMatcher(found.group(1), operator, text).checked();
            }
        }
        throw new Broken("bad matcher format: " + found.group());
    }

    private LabelMatcher checked() throws Broken {
        if (operator.endsWith("~")) {
            try {
                Pattern.compile(value);
            } catch (PatternSyntaxException broken) {
                throw new Broken("error parsing regexp: " + broken.getDescription());
            }
        }
        return this;
    }

    /** Whether these labels fit. */
    public boolean matches(Map<String, String> labels) {
        var actual = labels.getOrDefault(name, "");
        return switch (operator) {
            case "=" -> actual.equals(value);
            case "!=" -> !actual.equals(value);
            case "=~" -> Expressions.pattern(value).matches(actual);
            default -> !Expressions.pattern(value).matches(actual);
        };
    }
}
