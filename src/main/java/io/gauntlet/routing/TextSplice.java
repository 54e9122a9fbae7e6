package io.gauntlet.routing;

import io.gauntlet.kernel.YamlText;
import java.util.Comparator;
import java.util.TreeMap;

/** Replaces entries of a text and leaves everything else as a person wrote it. */
final class TextSplice {

    private final String text;
    // From the end to the start, so that the places before an edit keep their meaning.
    private final TreeMap<YamlText.Span, String> edits =
            new TreeMap<>(Comparator.comparingInt(YamlText.Span::start).reversed());

    TextSplice(String text) {
        this.text = text;
    }

    void replace(YamlText.Span span, String entry) {
        edits.put(span, entry);
    }

    String result() {
        var result = new StringBuilder(text);
        edits.forEach((span, entry) -> {
            var end = span.end();
            // A block text ends after its line break, which belongs to the next entry.
            while (end > span.start() && Character.isWhitespace(text.charAt(end - 1))) {
                end--;
            }
            result.replace(span.start(), end, entry);
        });
        return result.toString();
    }
}
