package io.gauntlet.rendering;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A long text that many objects hold, with its JSON form made once. */
final class EscapedText {

    private final String text;
    private final byte[] json;

    EscapedText(String text) {
        this(text, CanonicalJson.quoted(text));
    }

    private EscapedText(String text, byte[] json) {
        this.text = text;
        this.json = json;
    }

    /** The texts one after the other: strings are joined inside their quotation marks. */
    static EscapedText join(List<EscapedText> parts) {
        var length = parts.stream().mapToInt(part -> part.json.length - 2).sum() + 2;
        var json = new byte[length];
        Arrays.fill(json, (byte) '"');
        var at = 1;
        for (var part : parts) {
            System.arraycopy(part.json, 1, json, at, part.json.length - 2);
            at += part.json.length - 2;
        }
        return new EscapedText(parts.stream().map(EscapedText::text).collect(Collectors.joining()), json);
    }

    String text() {
        return text;
    }

    byte[] json() {
        return json;
    }
}
