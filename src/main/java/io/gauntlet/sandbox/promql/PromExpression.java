package io.gauntlet.sandbox.promql;

import io.gauntlet.sandbox.promql.PromLexer.Token;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A PromQL expression over series that do not change in time: selectors, operators, aggregations and the common
 * functions. What it does not know is an empty vector, never an error.
 */
public final class PromExpression {

    /** Where the series of an expression come from. */
    public interface Source {
        List<Sample> select(List<LabelMatcher> matchers);
    }

    /** One evaluation: the source and its moment. */
    public record Context(Source source, Instant now) {}

    private interface Node {
        Value evaluate(Context context);
    }

    private static final List<Set<String>> LEVELS = List.of(
            Set.of("or"),
            Set.of("and", "unless"),
            Set.of("==", "!=", ">", "<", ">=", "<=", "</", ">/"),
            Set.of("+", "-"),
            Set.of("*", "/", "%", "atan2"),
            Set.of("^"));

    private final List<Token> tokens;
    private final Node root;
    private int position;
    private int ranges;

    private PromExpression(String text) throws Broken {
        ExpressionSyntax.check(text);
        tokens = PromLexer.read(text);
        root = binary(0);
        if (peek().type() != PromLexer.Type.END) {
            throw unexpected(peek());
        }
    }

    /** Reads an expression or says why it is none, in Prometheus' words. */
    public static PromExpression parse(String text) throws Broken {
        return new PromExpression(text);
    }

    /** The value at the moment of the context. */
    public Value evaluate(Context context) {
        return root.evaluate(context);
    }

    private Token peek() {
        return tokens.get(position);
    }

    private Token take() {
        var token = tokens.get(position);
        if (token.type() != PromLexer.Type.END) {
            position++;
        }
        return token;
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
        return refused(
                token,
                "unexpected " + (token.type() == PromLexer.Type.END ? "end of input" : "\"" + token.text() + "\""));
    }

    private static Broken refused(Token token, String problem) {
        return new Broken("1:" + (token.at() + 1) + ": parse error: " + problem);
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
            } else if (token.type() == PromLexer.Type.STRING) {
                names.add(token.text().substring(1, token.text().length() - 1));
            } else if (!token.is(",")) {
                throw unexpected(token);
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
                ranges++;
            } else if (peek().isWord("offset") || peek().is("@")) {
                take();
                moment();
            } else {
                return node;
            }
        }
    }

    /** A moment or a distance in time: a number with a sign, or a small computation that is skipped. */
    private void moment() throws Broken {
        if (!accept("-")) {
            accept("+");
        }
        if (!peek().is("(")) {
            var token = take();
            if (token.type() != PromLexer.Type.NUMBER && token.type() != PromLexer.Type.NAME) {
                throw unexpected(token);
            }
        }
        if (accept("(")) {
            if (!accept(")")) {
                do {
                    binary(0);
                } while (accept(","));
                expect(")");
            }
        }
    }

    private Node atom() throws Broken {
        var token = take();
        return switch (token.type()) {
            case NUMBER -> {
                var number = PromLexer.number(token.text());
                yield _ -> new Value.Scalar(number);
            }
            case STRING -> _ -> new Value.Vector(List.of());
            case SELECTOR -> selector(LabelMatcher.selector(token.text()));
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
            if (!PromFunctions.isKnown(lower)) {
                throw refused(token, "unknown function with name \"" + name + "\"");
            }
            var before = ranges;
            var arguments = arguments();
            if (PromFunctions.wantsRange(lower) && ranges == before) {
                throw refused(token, "expected type range vector in call to function \"" + lower + "\"");
            }
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
            matchers.addAll(LabelMatcher.selector(take().text()));
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
