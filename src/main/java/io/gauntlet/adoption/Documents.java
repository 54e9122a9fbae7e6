package io.gauntlet.adoption;

import io.gauntlet.kernel.BoundedYaml;
import io.gauntlet.kernel.DomainException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import tools.jackson.databind.json.JsonMapper;

/** Tells what a configuration file is by what is in it, because names of keys are anybody's choice. */
final class Documents {

    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(tools.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Documents() {}

    /** The mapping that a text holds; empty for anything else. */
    static Optional<Map<String, Object>> mapping(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(BoundedYaml.loadMap("file", text));
        } catch (DomainException.Invalid notOne) {
            return Optional.empty();
        }
    }

    static boolean prometheusConfig(Map<String, Object> document) {
        return document.containsKey("scrape_configs") || document.containsKey("rule_files");
    }

    static boolean alertmanagerConfig(Map<String, Object> document) {
        return document.get("route") instanceof Map<?, ?> && document.get("receivers") instanceof List<?>;
    }

    /** The groups of a rule file; none for any other document. */
    static List<Map<?, ?>> groups(@Nullable Object holder) {
        return holder instanceof Map<?, ?> map && map.get("groups") instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(item -> (Map<?, ?>) item)
                        .collect(Collectors.toList())
                : List.of();
    }

    static Map<?, ?> child(Map<?, ?> map, String key) {
        return map.get(key) instanceof Map<?, ?> child ? child : Map.of();
    }

    /** A scalar as text; empty for anything else. */
    static String text(@Nullable Object value) {
        return value == null || value instanceof Map<?, ?> || value instanceof List<?> ? "" : String.valueOf(value);
    }

    static String yaml(Object value) {
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setWidth(10_000)
                        .build())
                .dumpToString(value);
    }

    /** One text for equal content, whatever the order of its keys. */
    static String canonical(Object value) {
        return CANONICAL.writeValueAsString(value);
    }
}
