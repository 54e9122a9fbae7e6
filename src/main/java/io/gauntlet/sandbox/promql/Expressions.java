package io.gauntlet.sandbox.promql;

import com.google.re2j.Pattern;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Regular expressions and PromQL expressions that were read lately, for all clusters: most of them have the same ones. */
public final class Expressions {

    private static final int KEPT = 2000;
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();
    private static final Map<String, PromExpression> PARSED = new ConcurrentHashMap<>();

    private Expressions() {}

    /** A compiled pattern; throws like {@link Pattern#compile(String)}. */
    public static Pattern pattern(String text) {
        var known = PATTERNS.get(text);
        if (known != null) {
            return known;
        }
        var compiled = Pattern.compile(text);
        keep(PATTERNS, text, compiled);
        return compiled;
    }

    /** A parsed expression; throws like {@link PromExpression#parse(String)}. */
    public static PromExpression parsed(String text) throws Broken {
        var known = PARSED.get(text);
        if (known != null) {
            return known;
        }
        var parsed = PromExpression.parse(text);
        keep(PARSED, text, parsed);
        return parsed;
    }

    private static <T> void keep(Map<String, T> cache, String text, T value) {
        if (cache.size() >= KEPT) {
            cache.clear();
        }
        cache.put(text, value);
    }
}
