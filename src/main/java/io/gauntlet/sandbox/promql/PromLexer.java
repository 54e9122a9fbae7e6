package io.gauntlet.sandbox.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Cuts a PromQL expression into words, numbers, strings and signs. */
final class PromLexer {

    /** What a token is. */
    enum Type {
        NAME,
        NUMBER,
        STRING,
        SELECTOR,
        RANGE,
        SIGN,
        END
    }

    /** A piece of the expression and where it begins. */
    record Token(Type type, String text, int at) {

        boolean is(String sign) {
            return type == Type.SIGN && text.equals(sign);
        }

        boolean isWord(String word) {
            return type == Type.NAME && text.equalsIgnoreCase(word);
        }
    }

    private static final Pattern PIECE =
            Pattern.compile("\\s+|#[^\n]*|(?<number>0x[0-9a-fA-F]+|\\d[\\d_]*(?:\\.\\d*)?(?:[eE][+-]?\\d+)?"
                    + "(?:ms|[smhdwy])?(?:\\d+(?:ms|[smhdwy]))*|\\.\\d+)|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)"
                    + "|(?<string>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|`[^`]*`)"
                    + "|(?<selector>\\{(?:[^}\"'`]|\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|`[^`]*`)*})"
                    + "|(?<range>\\[[^\\]]*])|(?<sign>==|</|>/|!=|>=|<=|=~|!~|[-+*/%^()<>,@])");

    private PromLexer() {}

    static List<Token> read(String expression) throws Broken {
        var tokens = new ArrayList<Token>();
        var piece = PIECE.matcher(expression);
        var at = 0;
        while (at < expression.length()) {
            if (!piece.find(at) || piece.start() != at) {
                throw new Broken(
                        "1:" + (at + 1) + ": parse error: unexpected character: '" + expression.charAt(at) + "'");
            }
            for (var type : List.of(Type.NUMBER, Type.NAME, Type.STRING, Type.SELECTOR, Type.RANGE, Type.SIGN)) {
                var text = piece.group(type.name().toLowerCase(java.util.Locale.ROOT));
                if (text != null) {
                    tokens.add(new Token(type, text, at));
                }
            }
            at = piece.end();
        }
        tokens.add(new Token(Type.END, "", at));
        return tokens;
    }

    /** The value of a number; a duration counts in seconds. */
    static double number(String text) {
        try {
            return text.startsWith("0x") ? Long.decode(text) : Double.parseDouble(text.replace("_", ""));
        } catch (NumberFormatException duration) {
            return io.gauntlet.kernel.PromDuration.of(text).millis() / 1000.0;
        }
    }
}
