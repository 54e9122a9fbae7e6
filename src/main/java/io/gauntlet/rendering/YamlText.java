package io.gauntlet.rendering;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes YAML that every parser of Kubernetes, Prometheus and Thanos (YAML 1.1 and 1.2) reads back as the same values. Text is
 * plain only where it cannot be mistaken for anything else, long text is a literal block where that is safe, everything else
 * is a quoted JSON string.
 */
final class YamlText {

    private static final Set<String> WORDS_WITH_MEANING =
            Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf");

    private final StringBuilder out = new StringBuilder(1024);

    private YamlText() {}

    static String write(Doc doc) {
        var yaml = new YamlText();
        if (doc.size() == 0) {
            return "{}\n";
        }
        yaml.mapping(doc, 0, false);
        return yaml.out.toString();
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
            entry(String.valueOf(entry.getKey()), entry.getValue(), indent, first);
            first = false;
        }
    }

    private void mapping(Doc mapping, int indent, boolean inline) {
        for (var i = 0; i < mapping.size(); i++) {
            entry(mapping.key(i), mapping.value(i), indent, inline && i == 0);
        }
    }

    private void entry(String key, @Nullable Object value, int indent, boolean inline) {
        if (!inline) {
            out.repeat(' ', indent);
        }
        scalar(key);
        out.append(':');
        node(value, indent, false);
    }

    private void list(List<?> items, int indent) {
        for (var item : items) {
            out.repeat(' ', indent).append('-');
            node(item, indent, true);
        }
    }

    private void node(@Nullable Object value, int indent, boolean inList) {
        switch (value) {
            case null -> out.append(" null\n");
            case Doc doc when doc.size() == 0 -> out.append(" {}\n");
            case Map<?, ?> map when map.isEmpty() -> out.append(" {}\n");
            case List<?> list when list.isEmpty() -> out.append(" []\n");
            case Doc doc -> {
                out.append(inList ? ' ' : '\n');
                mapping(doc, indent + 2, inList);
            }
            case Map<?, ?> map -> {
                out.append(inList ? ' ' : '\n');
                mapping(map, indent + 2, inList);
            }
            case List<?> list -> {
                out.append('\n');
                list(list, indent + 2);
            }
            case String text when block(text) -> literal(text, indent + 2);
            case String text -> {
                out.append(' ');
                scalar(text);
                out.append('\n');
            }
            case EscapedText text -> node(text.text(), indent, inList);
            case Number number -> out.append(' ').append(number).append('\n');
            case Boolean truth -> out.append(' ').append(truth).append('\n');
            default -> throw new IllegalArgumentException("no YAML form: " + value.getClass());
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
            var printable = (c >= 0x20 && c < 0x7F) || (c >= 0xA1 && c < 0x2028) || (c > 0x2029 && c < 0xD800);
            if (!printable && c != '\n') {
                return false;
            }
        }
        return text.lines().noneMatch(line -> !line.isEmpty() && line.isBlank());
    }

    private void scalar(String text) {
        if (isWord(text)) {
            out.append(text);
        } else {
            quoted(text);
        }
    }

    /** Starts with a letter, so that it is no number, holds nothing that means anything, and is no word of YAML itself. */
    private static boolean isWord(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            var letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '/';
            if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '.' || c == '-'))) {
                return false;
            }
        }
        return !text.isEmpty() && (text.length() > 5 || !WORDS_WITH_MEANING.contains(text.toLowerCase(Locale.ROOT)));
    }

    private void quoted(String text) {
        out.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (odd(c)) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Not printable in YAML 1.1. Surrogates stay as they are: a pair is one printable character beyond the first plane. */
    private static boolean odd(char c) {
        return c < 0x20
                || (c >= 0x7F && c <= 0xA0)
                || c == 0x2028
                || c == 0x2029
                || (c >= 0xE000 && c < 0xF900)
                || c >= 0xFE00;
    }
}
