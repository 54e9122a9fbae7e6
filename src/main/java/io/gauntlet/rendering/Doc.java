package io.gauntlet.rendering;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A mapping that is written as YAML in the order in which it was built, or as canonical JSON in the order of its keys. Values
 * are text, whole numbers, booleans, lists, mappings and {@link EscapedText}.
 */
final class Doc {

    private final Map<String, Object> entries = new LinkedHashMap<>();

    /** A mapping of keys, each followed by its value. */
    static Doc map(Object... keysAndValues) {
        if (keysAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a key has no value");
        }
        var doc = new Doc();
        for (var i = 0; i < keysAndValues.length; i += 2) {
            doc.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return doc;
    }

    static Doc of(Map<String, String> texts) {
        var doc = new Doc();
        doc.entries.putAll(texts);
        return doc;
    }

    Doc put(String key, Object value) {
        entries.put(key, value);
        return this;
    }

    Doc putIf(boolean condition, String key, Object value) {
        return condition ? put(key, value) : this;
    }

    /** Leaves the key out when there is nothing to say. */
    Doc putUnlessEmpty(String key, Object value) {
        var empty =
                switch (value) {
                    case String text -> text.isEmpty();
                    case Collection<?> list -> list.isEmpty();
                    case Doc doc -> doc.entries.isEmpty();
                    default -> false;
                };
        return putIf(!empty, key, value);
    }

    Map<String, Object> entries() {
        return entries;
    }
}
