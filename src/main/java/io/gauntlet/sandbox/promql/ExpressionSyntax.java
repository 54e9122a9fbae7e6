package io.gauntlet.sandbox.promql;

import java.util.ArrayDeque;

/**
 * Finds the plain syntax errors of a PromQL expression: brackets that do not match, open strings, a missing operand at
 * the end. It is not a parser, so it accepts more than Prometheus does.
 */
final class ExpressionSyntax {

    private ExpressionSyntax() {}

    /** Refuses an expression with a plain error, in Prometheus' words. */
    static void check(String expression) throws Broken {
        var open = new ArrayDeque<Character>();
        var last = ' ';
        for (var i = 0; i < expression.length(); i++) {
            var symbol = expression.charAt(i);
            switch (symbol) {
                case '"', '\'', '`' -> i = endOfString(expression, i);
                case '(', '[', '{' -> open.push(symbol);
                case ')', ']', '}' -> {
                    if (open.isEmpty() || !matches(open.pop(), symbol)) {
                        throw error(i, "unexpected right bracket '" + symbol + "'");
                    }
                }
                case '#' -> i = endOfLine(expression, i);
                default -> {}
            }
            last = i < expression.length() && !Character.isWhitespace(symbol) ? symbol : last;
        }
        if (!open.isEmpty()) {
            throw error(expression.length(), "unclosed left " + (open.pop() == '(' ? "parenthesis" : "bracket"));
        }
        if ("+-*/%^<>=!,".indexOf(last) >= 0) {
            throw error(expression.length(), "unexpected end of input");
        }
    }

    private static boolean matches(char left, char right) {
        return "([{".indexOf(left) == ")]}".indexOf(right);
    }

    private static int endOfString(String expression, int start) throws Broken {
        var quote = expression.charAt(start);
        for (var i = start + 1; i < expression.length(); i++) {
            if (expression.charAt(i) == '\\' && quote != '`') {
                i++;
            } else if (expression.charAt(i) == quote) {
                return i;
            }
        }
        throw error(start, "unterminated quoted string");
    }

    private static int endOfLine(String expression, int start) {
        var end = expression.indexOf('\n', start);
        return end < 0 ? expression.length() : end;
    }

    private static Broken error(int at, String what) {
        return new Broken("1:" + (at + 1) + ": parse error: " + what);
    }
}
