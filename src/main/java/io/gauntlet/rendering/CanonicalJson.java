package io.gauntlet.rendering;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes canonical JSON: UTF-8, keys in the order of their UTF-16 code units, no white space, only the escapes that JSON
 * demands. Written by hand because it is the hot loop of rendering: no tree, no second pass for sorting.
 */
final class CanonicalJson {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] buffer = new byte[4096];
    private int length;

    private CanonicalJson() {}

    static byte[] write(Doc doc) {
        var json = new CanonicalJson();
        json.value(doc);
        return json.bytes();
    }

    static byte[] quoted(String text) {
        var json = new CanonicalJson();
        json.text(text);
        return json.bytes();
    }

    private byte[] bytes() {
        return Arrays.copyOf(buffer, length);
    }

    private void value(Object value) {
        switch (value) {
            case String text -> text(text);
            case Doc doc -> mapping(doc.entries());
            case List<?> list -> list(list);
            case EscapedText text -> raw(text.json());
            case Integer number -> ascii(number.toString());
            case Long number -> ascii(number.toString());
            case Boolean truth -> ascii(truth.toString());
            default -> throw new IllegalArgumentException("no JSON form: " + value.getClass());
        }
    }

    private void mapping(Map<String, Object> entries) {
        var keys = entries.keySet().toArray(new String[0]);
        Arrays.sort(keys);
        var separator = '{';
        for (var key : keys) {
            put(separator);
            text(key);
            put(':');
            value(entries.getOrDefault(key, ""));
            separator = ',';
        }
        if (keys.length == 0) {
            put('{');
        }
        put('}');
    }

    private void list(List<?> items) {
        put('[');
        var first = true;
        for (var item : items) {
            if (!first) {
                put(',');
            }
            value(item);
            first = false;
        }
        put(']');
    }

    private void text(String text) {
        put('"');
        var plainFrom = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                plain(text, plainFrom, i);
                escape(c);
                plainFrom = i + 1;
            }
        }
        plain(text, plainFrom, text.length());
        put('"');
    }

    @SuppressWarnings("deprecation") // getBytes(int, int, byte[], int) is the copy without a detour, right for ASCII
    private void plain(String text, int from, int to) {
        if (from == to) {
            return;
        }
        for (var i = from; i < to; i++) {
            if (text.charAt(i) >= 0x80) {
                raw(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
                return;
            }
        }
        reserve(to - from);
        text.getBytes(from, to, buffer, length);
        length += to - from;
    }

    private void escape(char c) {
        put('\\');
        switch (c) {
            case '"', '\\' -> put(c);
            case '\n' -> put('n');
            case '\r' -> put('r');
            case '\t' -> put('t');
            case '\b' -> put('b');
            case '\f' -> put('f');
            default -> {
                ascii("u00");
                put((char) HEX[c >> 4]);
                put((char) HEX[c & 0xF]);
            }
        }
    }

    private void ascii(String text) {
        raw(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void raw(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void put(char c) {
        reserve(1);
        buffer[length++] = (byte) c;
    }

    private void reserve(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
