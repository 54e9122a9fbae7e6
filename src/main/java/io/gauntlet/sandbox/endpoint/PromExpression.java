package io.gauntlet.sandbox.endpoint;

import io.gauntlet.sandbox.endpoint.PromLexer.Token;
import io.gauntlet.sandbox.workload.Broken;
import io.gauntlet.sandbox.workload.ExpressionSyntax;
import io.gauntlet.sandbox.workload.LabelMatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A PromQL expression over series that do not change in time: selectors, operators, aggregations and the common
 * functions. What it does not know is an empty vector, never an error.
 */
final class PromExpression {

    /** Where the series of an expression come from. */
    interface Source {
        List<Sample> select(List<LabelMatcher> matchers);
    }

    /** One evaluation: the source and its moment. */
    record Context(Source source, Instant now) {}

    private interface Node {
        Value evaluate(Context context);
    }

    private static final List<Set<String>> LEVELS = List.of(
            Set.of("or"),
            Set.of("and", "unless"),
            Set.of("==", "!=", ">", "<", ">=", "<="),
            Set.of("+", "-"),
            Set.of("*", "/", "%", "atan2"),
            Set.of("^"));

    private final List<Token> tokens;
    private final Node root;
    private int position;

    private PromExpression(String text) throws Broken {
        ExpressionSyntax.check(text);
        tokens = PromLexer.read(text);
        root = binary(0);
        if (peek().type() != PromLexer.Type.END) {
            throw unexpected(peek());
        }
    }

    static PromExpression parse(String text) throws Broken {
        return new PromExpression(text);
    }

    Value evaluate(Context context) {
        return root.evaluate(context);
    }

    private Token peek() {
        return tokens.get(position);
    }

    private Token take() {
        return tokens.get(position++);
    }

    private boolean accept(String sign) {
        if (peek().is(sign)) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(String sign) throws Broken {
        if (!accept(sign)) {
            throw unexpected(peek());
        }
    }

    private static Broken unexpected(Token token) {
        var what = token.type() == PromLexer.Type.END ? "end of input" : "\"" + token.text() + "\"";
        return new Broken("1:" + (token.at() + 1) + ": parse error: unexpected " + what);
    }

    private Node binary(int level) throws Broken {
        if (level == LEVELS.size()) {
            return unary();
        }
        var left = binary(level + 1);
        while (LEVELS.get(level).contains(peek().text().toLowerCase(Locale.ROOT))
                && (peek().type() == PromLexer.Type.SIGN || peek().type() == PromLexer.Type.NAME)) {
            var operator = take().text().toLowerCase(Locale.ROOT);
            var matching = matching();
            var right = binary(level + 1);
            var before = left;
            left = context ->
                    PromOperators.binary(operator, matching, before.evaluate(context), right.evaluate(context));
        }
        return left;
    }

    private PromOperators.Matching matching() throws Broken {
        var bool = peek().isWord("bool");
        if (bool) {
            take();
        }
        var on = peek().isWord("on");
        var labels = List.<String>of();
        if (on || peek().isWord("ignoring")) {
            take();
            labels = names();
            if (peek().isWord("group_left") || peek().isWord("group_right")) {
                take();
                if (peek().is("(")) {
                    names();
                }
            }
        }
        return new PromOperators.Matching(bool, on, labels);
    }

    private List<String> names() throws Broken {
        expect("(");
        var names = new ArrayList<String>();
        while (!accept(")")) {
            if (peek().type() == PromLexer.Type.END) {
                throw unexpected(peek());
            }
            var token = take();
            if (token.type() == PromLexer.Type.NAME) {
                names.add(token.text());
            }
        }
        return names;
    }

    private Node unary() throws Broken {
        if (accept("-")) {
            var operand = unary();
            return context -> PromOperators.map(operand.evaluate(context), number -> -number);
        }
        accept("+");
        return postfix(atom());
    }

    /** Ranges, offsets and fixed moments do not matter where nothing changes in time. */
    private Node postfix(Node node) throws Broken {
        while (true) {
            if (peek().type() == PromLexer.Type.RANGE) {
                take();
            } else if (peek().isWord("offset")) {
                take();
                accept("-");
                take();
            } else if (accept("@")) {
                take();
                if (accept("(")) {
                    expect(")");
                }
            } else {
                return node;
            }
        }
    }

    private Node atom() throws Broken {
        var token = take();
        return switch (token.type()) {
            case NUMBER -> {
                var number = number(token.text());
                yield _ -> new Value.Scalar(number);
            }
            case STRING -> _ -> new Value.Vector(List.of());
            case SELECTOR -> selector(LabelMatcher.parse(token.text()));
            case NAME -> named(token);
            case SIGN -> {
                if (!token.is("(")) {
                    throw unexpected(token);
                }
                var inner = binary(0);
                expect(")");
                yield inner;
            }
            case RANGE, END -> throw unexpected(token);
        };
    }

    private static double number(String text) {
        try {
            return text.startsWith("0x") ? Long.decode(text) : Double.parseDouble(text.replace("_", ""));
        } catch (NumberFormatException duration) {
            return io.gauntlet.kernel.PromDuration.of(text).millis() / 1000.0;
        }
    }

    private static Node selector(List<LabelMatcher> matchers) {
        return context -> new Value.Vector(context.source().select(matchers));
    }

    private Node named(Token token) throws Broken {
        var name = token.text();
        var lower = name.toLowerCase(Locale.ROOT);
        if (PromOperators.AGGREGATIONS.contains(lower) && (peek().is("(") || isGrouping())) {
            return aggregation(lower);
        }
        if (peek().is("(")) {
            var arguments = arguments();
            return context -> PromOperators.function(
                    lower,
                    arguments.stream()
                            .map(argument -> argument.evaluate(context))
                            .toList(),
                    context.now());
        }
        if (lower.equals("inf") || lower.equals("nan")) {
            var number = lower.equals("inf") ? Double.POSITIVE_INFINITY : Double.NaN;
            return _ -> new Value.Scalar(number);
        }
        var matchers = new ArrayList<LabelMatcher>();
        matchers.add(new LabelMatcher(Sample.NAME, "=", name));
        if (peek().type() == PromLexer.Type.SELECTOR) {
            matchers.addAll(LabelMatcher.parse(take().text()));
        }
        return selector(matchers);
    }

    private boolean isGrouping() {
        return peek().isWord("by") || peek().isWord("without");
    }

    private Node aggregation(String operation) throws Broken {
        var by = peek().isWord("by");
        var labels = List.<String>of();
        var grouped = isGrouping();
        if (grouped) {
            take();
            labels = names();
        }
        var arguments = arguments();
        if (!grouped && isGrouping()) {
            by = take().isWord("by");
            grouped = true;
            labels = names();
        }
        var keep = by || !grouped;
        var names = labels;
        var operand = arguments.isEmpty() ? null : arguments.getLast();
        if (operand == null) {
            throw unexpected(peek());
        }
        return context -> PromOperators.aggregate(operation, keep, names, operand.evaluate(context));
    }

    private List<Node> arguments() throws Broken {
        expect("(");
        var arguments = new ArrayList<Node>();
        if (accept(")")) {
            return arguments;
        }
        do {
            arguments.add(binary(0));
        } while (accept(","));
        expect(")");
        return arguments;
    }
}
