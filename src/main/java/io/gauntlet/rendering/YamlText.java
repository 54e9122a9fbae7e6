package io.gauntlet.rendering;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes YAML that every parser of Kubernetes, Prometheus and Thanos (YAML 1.1 and 1.2) reads back as the same values. Text is
 * plain only where it cannot be mistaken for anything else, long text is a literal block where that is safe, everything else
 * is a quoted JSON string.
 */
final class YamlText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./-]*");
    private static final Set<String> WORDS_WITH_MEANING =
            Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf");

    private final StringBuilder out = new StringBuilder(1024);

    private YamlText() {}

    static String write(Doc doc) {
        return write(doc.entries());
    }

    /** A mapping with text keys, as {@code BoundedYaml} reads it. */
    static String write(Map<?, ?> mapping) {
        var yaml = new YamlText();
        if (mapping.isEmpty()) {
            return "{}\n";
        }
        yaml.mapping(mapping, 0, false);
        return yaml.out.toString();
    }

    /** @param inline whether the first key follows on a line that is begun, behind a dash */
    private void mapping(Map<?, ?> mapping, int indent, boolean inline) {
        var first = inline;
        for (var entry : mapping.entrySet()) {
            if (!first) {
                out.repeat(' ', indent);
            }
            first = false;
            out.append(scalar(String.valueOf(entry.getKey()))).append(':');
            node(entry.getValue(), indent, false);
        }
    }

    private void list(List<?> items, int indent) {
        for (var item : items) {
            out.repeat(' ', indent).append('-');
            node(item, indent, true);
        }
    }

    private void node(@Nullable Object value, int indent, boolean inList) {
        var plain = value instanceof Doc doc ? doc.entries() : value;
        switch (plain) {
            case null -> out.append(" null\n");
            case Map<?, ?> map when map.isEmpty() -> out.append(" {}\n");
            case List<?> list when list.isEmpty() -> out.append(" []\n");
            case Map<?, ?> map -> {
                out.append(inList ? ' ' : '\n');
                mapping(map, indent + 2, inList);
            }
            case List<?> list -> {
                out.append('\n');
                list(list, indent + 2);
            }
            case String text when block(text) -> literal(text, indent + 2);
            case String text -> out.append(' ').append(scalar(text)).append('\n');
            case EscapedText text -> node(text.text(), indent, inList);
            case Number number -> out.append(' ').append(number).append('\n');
            case Boolean truth -> out.append(' ').append(truth).append('\n');
            default -> throw new IllegalArgumentException("no YAML form: " + plain.getClass());
        }
    }

    private void literal(String text, int indent) {
        var keep = text.endsWith("\n");
        out.append(keep ? " |\n" : " |-\n");
        var body = keep ? text.substring(0, text.length() - 1) : text;
        for (var line : body.split("\n", -1)) {
            if (!line.isEmpty()) {
                out.repeat(' ', indent).append(line);
            }
            out.append('\n');
        }
    }

    /** Whether a literal block gives the same text back in every parser. */
    private static boolean block(String text) {
        if (text.indexOf('\n') < 0 || text.startsWith(" ") || text.startsWith("\n") || text.endsWith("\n\n")) {
            return false;
        }
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            var printable = c >= 0x20 && c < 0x7F || c >= 0xA1 && c < 0x2028 || c > 0x2029 && c < 0xD800;
            if (!printable && c != '\n') {
                return false;
            }
        }
        return text.lines().noneMatch(line -> !line.isEmpty() && line.isBlank());
    }

    private static String scalar(String text) {
        var word = PLAIN.matcher(text).matches() && !WORDS_WITH_MEANING.contains(text.toLowerCase(java.util.Locale.ROOT));
        return word ? text : quoted(text);
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder(text.length() + 8).append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    // Surrogates stay as they are: a pair is one printable character beyond the first plane.
                    var odd = c < 0x20 || c >= 0x7F && c <= 0xA0 || c == 0x2028 || c == 0x2029 || c >= 0xE000 && c < 0xF900 || c >= 0xFE00;
                    quoted.append(odd ? "\\u%04x".formatted((int) c) : String.valueOf(c));
                }
            }
        }
        return quoted.append('"').toString();
    }
}
