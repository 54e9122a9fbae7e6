package io.gauntlet.routing;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Matchers as Alertmanager reads them: first by the UTF-8 grammar, then by the classic one. */
final class Matchers {

    /** One condition on one label. */
    record Matcher(String label, String operator, String value) {

        @Override
        public String toString() {
            return label + operator + "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
    }

    private static final String RESERVED = "{}!=~,\\\"'`";
    private static final Pattern CLASSIC =
            Pattern.compile("\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(=~|!=|!~|=)\\s*(.*?)\\s*");

    private final String text;
    private int at;

    private Matchers(String text) {
        this.text = text;
    }

    /** The matchers of one item, or nothing when neither grammar reads it. An empty text has none. */
    static Optional<List<Matcher>> parse(String text) {
        var utf8 = new Matchers(text).list();
        return utf8.isPresent() ? utf8 : classic(text);
    }

    /** Why a regular expression does not compile, or nothing. */
    static Optional<String> regexProblem(String regex) {
        try {
            Pattern.compile("^(?:" + regex + ")$", Pattern.DOTALL);
            return Optional.empty();
        } catch (PatternSyntaxException broken) {
            return Optional.of(broken.getDescription());
        }
    }

    private Optional<List<Matcher>> list() {
        var result = new ArrayList<Matcher>();
        blanks();
        var braces = take('{');
        blanks();
        while (at < text.length() && !(braces && text.charAt(at) == '}')) {
            var matcher = one();
            if (matcher.isEmpty()) {
                return Optional.empty();
            }
            result.add(matcher.get());
            blanks();
            if (!take(',')) {
                break;
            }
            blanks();
            if (at == text.length() && !braces) {
                return Optional.empty();
            }
        }
        if (braces && !take('}')) {
            return Optional.empty();
        }
        blanks();
        return at == text.length() ? Optional.of(result) : Optional.empty();
    }

    private Optional<Matcher> one() {
        var name = word();
        blanks();
        var operator = operator();
        blanks();
        if (name.filter(label -> !label.isEmpty()).isEmpty() || operator.isEmpty()) {
            return Optional.empty();
        }
        return word().map(value -> new Matcher(name.get(), operator, value));
    }

    private String operator() {
        for (var candidate : List.of("=~", "!~", "!=", "=")) {
            if (text.startsWith(candidate, at)) {
                at += candidate.length();
                return candidate;
            }
        }
        return "";
    }

    private Optional<String> word() {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        var start = at;
        while (at < text.length()
                && RESERVED.indexOf(text.charAt(at)) < 0
                && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at > start ? Optional.of(text.substring(start, at)) : Optional.empty();
    }

    private Optional<String> quoted() {
        var value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            var c = text.charAt(at);
            if (c == '"') {
                at++;
                return Optional.of(value.toString());
            }
            if (c == '\\' && at + 1 < text.length()) {
                var escaped = text.charAt(++at);
                value.append(escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped);
            } else if (c == '\n') {
                return Optional.empty();
            } else {
                value.append(c);
            }
        }
        return Optional.empty();
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static Optional<List<Matcher>> classic(String text) {
        var inner = text.strip();
        if (inner.startsWith("{") && inner.endsWith("}") && inner.length() > 1) {
            inner = inner.substring(1, inner.length() - 1);
        }
        var result = new ArrayList<Matcher>();
        for (var part : splitOutsideQuotes(inner)) {
            var matcher = CLASSIC.matcher(part);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            var value = matcher.group(3);
            var quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
            if (!quoted && value.indexOf('"') >= 0) {
                return Optional.empty();
            }
            result.add(new Matcher(
                    matcher.group(1),
                    matcher.group(2),
                    quoted
                            ? value.substring(1, value.length() - 1)
                                    .replace("\\\"", "\"")
                                    .replace("\\\\", "\\")
                            : value));
        }
        return Optional.of(result);
    }

    private static List<String> splitOutsideQuotes(String text) {
        var parts = new ArrayList<String>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
