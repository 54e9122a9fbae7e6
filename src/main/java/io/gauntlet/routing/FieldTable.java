package io.gauntlet.routing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which fields each part of an Alertmanager configuration has; read from {@code routing/alertmanager-fields.txt}. */
final class FieldTable {

    /**
     * One field.
     *
     * @param type text, bool, int, duration, goduration, url, texts, map, any, or {@code @section}, {@code @section[]}, {@code
     *     @@section} for a nested mapping, a list of them, a mapping of them
     */
    record Field(String name, String type, Set<String> flags) {

        boolean secret() {
            return flags.contains("secret");
        }

        boolean hasTwin() {
            return flags.contains("file");
        }
    }

    /**
     * One kind of mapping.
     *
     * @param required  alternatives of which one has to be there, {@code global.x} for a field of the global section
     * @param exclusive alternatives of which at most one may be there
     */
    record Section(Map<String, Field> fields, List<List<String>> required, List<List<String>> exclusive) {

        @Nullable
        Field twinOf(String key) {
            if (!key.endsWith("_file")) {
                return null;
            }
            var field = fields.get(key.substring(0, key.length() - "_file".length()));
            return field != null && field.hasTwin() ? field : null;
        }
    }

    private static final Map<String, Section> SECTIONS = read();

    private FieldTable() {}

    static Section section(String name) {
        return Objects.requireNonNull(SECTIONS.get(name), name);
    }

    private static Map<String, Section> read() {
        var sections = new LinkedHashMap<String, Section>();
        var current = new Section(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        for (var line : text().lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                current = new Section(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
                sections.put(line.substring(1, line.length() - 1), current);
            } else if (line.startsWith("!") || line.startsWith("^")) {
                var alternatives = List.of(line.substring(1).strip().split("\\|"));
                (line.startsWith("!") ? current.required() : current.exclusive()).add(alternatives);
            } else {
                var words = line.split(" +");
                var flags = List.of(words).subList(2, words.length);
                current.fields().put(words[0], new Field(words[0], words[1], Set.copyOf(flags)));
                if (flags.contains("required")) {
                    current.required().add(List.of(words[0]));
                }
                if (flags.contains("file") && !flags.contains("both")) {
                    current.exclusive().add(List.of(words[0], words[0] + "_file"));
                }
            }
        }
        return sections;
    }

    private static String text() {
        try (var stream = FieldTable.class.getResourceAsStream("/routing/alertmanager-fields.txt")) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
