package io.gauntlet.delivery;

import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON of database columns and Kubernetes objects. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static JsonNode read(byte[] bytes) {
        return MAPPER.readTree(bytes);
    }

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static <T> List<T> list(String text, TypeReference<List<T>> type) {
        return MAPPER.readValue(text, type);
    }

    static <T> T value(String text, Class<T> type) {
        return MAPPER.readValue(text, type);
    }

    static Map<String, Object> map(JsonNode node) {
        return MAPPER.convertValue(node, new TypeReference<Map<String, Object>>() {});
    }
}
