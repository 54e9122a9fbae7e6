package io.gauntlet.rule;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds expressions and templates whose brackets, quotes or actions do not close. */
final class Balance {

    private static final Set<String> OPENING = Set.of("if", "range", "with", "define", "block");
    private static final Pattern WORD = Pattern.compile("-?\\s*([a-z]+)");

    private Balance() {}

    /** What does not close in a PromQL expression, or nothing. */
    static Optional<String> expression(String expr) {
        var open = new ArrayDeque<Character>();
        for (var i = 0; i < expr.length(); i++) {
            var c = expr.charAt(i);
            switch (c) {
                case '"', '\'', '`' -> {
                    i = endOfString(expr, i);
                    if (i < 0) {
                        return Optional.of("A string does not end.");
                    }
                }
                case '#' -> {
                    var end = expr.indexOf('\n', i);
                    i = end < 0 ? expr.length() : end;
                }
                case '(' -> open.push(')');
                case '[' -> open.push(']');
                case '{' -> open.push('}');
                case ')', ']', '}' -> {
                    if (open.isEmpty() || open.pop() != c) {
                        return Optional.of("The bracket " + c + " at character " + (i + 1) + " closes nothing.");
                    }
                }
                default -> {}
            }
        }
        return open.isEmpty() ? Optional.empty() : Optional.of("A bracket " + open.peek() + " is missing.");
    }

    /** What does not close in a Go template, or nothing. */
    static Optional<String> template(String text) {
        var depth = 0;
        var at = text.indexOf("{{");
        while (at >= 0) {
            var end = endOfAction(text, at + 2);
            if (end < 0) {
                return Optional.of("An action {{ does not end with }}.");
            }
            var action = text.substring(at + 2, end);
            if (action.isBlank()) {
                return Optional.of("An action {{ }} is empty.");
            }
            var word = WORD.matcher(action);
            if (word.lookingAt()) {
                if (OPENING.contains(word.group(1))) {
                    depth++;
                } else if (word.group(1).equals("end") && --depth < 0) {
                    return Optional.of("An {{ end }} closes nothing.");
                }
            }
            at = text.indexOf("{{", end + 2);
        }
        return depth == 0 ? Optional.empty() : Optional.of("An {{ end }} is missing.");
    }

    private static int endOfAction(String text, int start) {
        var comment = text.startsWith("/*", start) || text.startsWith("- /*", start);
        if (comment) {
            var end = text.indexOf("*/", start);
            return end < 0 ? -1 : text.indexOf("}}", end);
        }
        for (var i = start; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '"' || c == '\'' || c == '`') {
                i = endOfString(text, i);
                if (i < 0) {
                    return -1;
                }
            } else if (c == '}' && text.startsWith("}}", i)) {
                return i;
            }
        }
        return -1;
    }

    /** Index of the closing quote, or -1. */
    private static int endOfString(String text, int start) {
        var quote = text.charAt(start);
        for (var i = start + 1; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == quote) {
                return i;
            }
            if (quote != '`' && c == '\n') {
                return -1;
            }
            if (quote != '`' && c == '\\') {
                i++;
            }
        }
        return -1;
    }
}
