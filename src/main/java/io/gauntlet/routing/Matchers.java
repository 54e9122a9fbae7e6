package io.gauntlet.routing;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One matcher in text form: {@code name="value"} with the operators =, !=, =~ and !~. Regular expressions are RE2 and match
 * the whole value, as in Alertmanager, so they take linear time.
 */
record Matchers(String name, String operator, String value) {

    private static final java.util.regex.Pattern SYNTAX = java.util.regex.Pattern.compile(
            "\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s{}!=~,\\\\\"'`]+)\\s*(=~|!~|!=|=)\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^{}\",]*)\\s*");

    /** Reads an item of a matchers list: one matcher, or several in braces; empty means it cannot be read. */
    static Optional<List<Matchers>> parse(String text) {
        var stripped = text.strip();
        var braces = stripped.startsWith("{");
        if (braces != stripped.endsWith("}") || (braces && stripped.length() < 2)) {
            return Optional.empty();
        }
        var inner = braces ? stripped.substring(1, stripped.length() - 1) : stripped;
        var matchers = new ArrayList<Matchers>();
        for (var part : split(inner)) {
            if (part.isBlank()) {
                continue;
            }
            var matcher = SYNTAX.matcher(part);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            var parsed = new Matchers(unquote(matcher.group(1)), matcher.group(2), unquote(matcher.group(3).strip()));
            if (parsed.operator().endsWith("~") && !compiles(parsed.value())) {
                return Optional.empty();
            }
            matchers.add(parsed);
        }
        return Optional.of(matchers);
    }

    static boolean compiles(String regex) {
        try {
            Pattern.compile("^(?:" + regex + ")$");
            return true;
        } catch (PatternSyntaxException invalid) {
            return false;
        }
    }

    private static List<String> split(String text) {
        var parts = new ArrayList<String>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\\' -> i++;
                case '"' -> quoted = !quoted;
                case ',' -> {
                    if (!quoted) {
                        parts.add(text.substring(start, i));
                        start = i + 1;
                    }
                }
                default -> {}
            }
        }
        parts.add(text.substring(Math.min(start, text.length())));
        return parts;
    }

    private static String unquote(String text) {
        if (text.length() < 2 || !text.startsWith("\"")) {
            return text;
        }
        return text.substring(1, text.length() - 1).replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\");
    }

    @Override
    public String toString() {
        return name + operator + "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
