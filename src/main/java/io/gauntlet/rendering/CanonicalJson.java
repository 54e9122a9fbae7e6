package io.gauntlet.rendering;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes canonical JSON: UTF-8, keys in the order of their UTF-16 code units, no white space, only the escapes that JSON
 * demands. Written by hand because it is the hot loop of rendering: no tree of nodes in between, and parts that are shared are copied.
 */
final class CanonicalJson {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] buffer = new byte[8192];
    private int length;

    /** The bytes of one document; the writer can be used again, by one thread at a time. */
    byte[] write(Doc doc) {
        length = 0;
        mapping(doc);
        return bytes();
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
            case Doc doc -> mapping(doc);
            case List<?> list -> list(list);
            case EscapedText text -> raw(text.json());
            case Fragment fragment -> raw(fragment.json());
            case Integer number -> ascii(number.toString());
            case Long number -> ascii(number.toString());
            case Boolean truth -> ascii(truth.toString());
            default -> throw new IllegalArgumentException("no JSON form: " + value.getClass());
        }
    }

    private void mapping(Doc doc) {
        var sorted = doc.sorted();
        put('{');
        for (var i = 0; i < sorted.size(); i++) {
            if (i > 0) {
                put(',');
            }
            text(sorted.key(i));
            put(':');
            value(sorted.value(i));
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
        // At most six bytes for each character: an escape of a control character.
        reserve(text.length() * 6 + 2);
        buffer[length++] = '"';
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c >= 0x80) {
                rest(text.substring(i));
                return;
            }
            if (c >= 0x20 && c != '"' && c != '\\') {
                buffer[length++] = (byte) c;
            } else {
                escape(c);
            }
        }
        buffer[length++] = '"';
    }

    /** From the first character on that is not ASCII: the encoder knows about pairs. */
    private void rest(String text) {
        for (var b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < 0 || (b >= 0x20 && b != '"' && b != '\\')) {
                buffer[length++] = b;
            } else {
                escape((char) b);
            }
        }
        buffer[length++] = '"';
    }

    private void escape(char c) {
        buffer[length++] = '\\';
        switch (c) {
            case '"', '\\' -> buffer[length++] = (byte) c;
            case '\n' -> buffer[length++] = 'n';
            case '\r' -> buffer[length++] = 'r';
            case '\t' -> buffer[length++] = 't';
            case '\b' -> buffer[length++] = 'b';
            case '\f' -> buffer[length++] = 'f';
            default -> {
                ascii("u00");
                buffer[length++] = HEX[c >> 4];
                buffer[length++] = HEX[c & 0xF];
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
