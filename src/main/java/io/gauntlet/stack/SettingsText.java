package io.gauntlet.stack;

import io.gauntlet.kernel.BoundedYaml;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The settings of one layer as text, one line for each path, and back. */
final class SettingsText {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private SettingsText() {}

    static String write(Map<String, Object> settings) {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(setting -> setting.getKey() + ": " + JSON.writeValueAsString(setting.getValue()) + "\n")
                        .collect(Collectors.joining());
    }

    static Map<String, Object> read(String text) {
        // JSON values are YAML as well.
        return text.isEmpty() ? Map.of() : BoundedYaml.loadMap("settings", text);
    }

    /** What turns a layer into the one of the text: a null value takes a setting out. */
    static Map<String, @Nullable Object> change(Map<String, Object> present, String text) {
        var changes = new LinkedHashMap<String, @Nullable Object>();
        present.keySet().forEach(path -> changes.put(path, null));
        changes.putAll(read(text));
        return changes;
    }
}
