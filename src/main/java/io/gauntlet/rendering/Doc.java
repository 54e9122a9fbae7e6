package io.gauntlet.rendering;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that is written as YAML in the order in which it was built, or as canonical JSON in the order of its keys. Values
 * are text, whole numbers, booleans, lists, mappings and {@link EscapedText}. Two short arrays instead of a map: a fleet needs
 * millions of them, and almost all have fewer than ten keys.
 */
final class Doc {

    private String[] keys;
    private Object[] values;
    private int size;

    Doc() {
        this(4);
    }

    private Doc(int capacity) {
        keys = new String[capacity];
        values = new Object[capacity];
    }

    /** A mapping of keys, each followed by its value. */
    static Doc map(Object... keysAndValues) {
        if (keysAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a key has no value");
        }
        var doc = new Doc(keysAndValues.length / 2 + 2);
        for (var i = 0; i < keysAndValues.length; i += 2) {
            doc.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return doc;
    }

    static Doc of(Map<String, String> texts) {
        var doc = new Doc(texts.size() + 1);
        texts.forEach(doc::put);
        return doc;
    }

    /** Sets the key, in its old place where it has one. */
    Doc put(String key, Object value) {
        for (var i = 0; i < size; i++) {
            if (keys[i].equals(key)) {
                values[i] = value;
                return this;
            }
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        keys[size] = key;
        values[size++] = value;
        return this;
    }

    Doc putIf(boolean condition, String key, Object value) {
        return condition ? put(key, value) : this;
    }

    /** Leaves the key out when there is nothing to say. */
    Doc putUnlessEmpty(String key, Object value) {
        var empty = switch (value) {
            case String text -> text.isEmpty();
            case Collection<?> list -> list.isEmpty();
            case Doc doc -> doc.size == 0;
            default -> false;
        };
        return putIf(!empty, key, value);
    }

    Doc putAll(Doc other) {
        for (var i = 0; i < other.size; i++) {
            put(other.keys[i], other.values[i]);
        }
        return this;
    }

    @Nullable
    Object get(String key) {
        for (var i = 0; i < size; i++) {
            if (keys[i].equals(key)) {
                return values[i];
            }
        }
        return null;
    }

    int size() {
        return size;
    }

    String key(int index) {
        return keys[index];
    }

    Object value(int index) {
        return values[index];
    }

    /** The same entries by the order of their keys. */
    Doc sorted() {
        var sorted = new Doc(size + 1);
        sorted.size = size;
        for (var i = 0; i < size; i++) {
            var at = i;
            while (at > 0 && sorted.keys[at - 1].compareTo(keys[i]) > 0) {
                sorted.keys[at] = sorted.keys[at - 1];
                sorted.values[at] = sorted.values[at - 1];
                at--;
            }
            sorted.keys[at] = keys[i];
            sorted.values[at] = values[i];
        }
        return sorted;
    }
}
