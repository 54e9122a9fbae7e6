package io.gauntlet.stack.web;

import io.gauntlet.kernel.PromDuration;
import io.gauntlet.stack.EffectiveStack.Origin;
import io.gauntlet.stack.SettingsSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The settings of one component as a part of a form. */
record SettingGroup(String name, List<Field> fields) {

    /**
     * One setting.
     *
     * @param names   components of the path below the group, each with a text of its own
     * @param control TEXT, NUMBER, CHOICE or LINES
     * @param origin  where the value comes from
     * @param own     whether the layer that the form edits sets it
     */
    record Field(
            String path,
            List<String> names,
            Control control,
            String value,
            List<String> choices,
            Origin origin,
            boolean own) {}

    /** How a value is entered. */
    enum Control {
        TEXT,
        NUMBER,
        CHOICE,
        LINES
    }

    /** One group for each component of the settings, in the order of the records. */
    static List<SettingGroup> of(Map<String, Object> values, Map<String, Origin> origins, Origin layer) {
        var groups = new LinkedHashMap<String, List<Field>>();
        SettingsSchema.paths().forEach((path, type) -> {
            var parts = Arrays.asList(path.split("\\."));
            var origin = origins.getOrDefault(path, Origin.DEFAULT);
            groups.computeIfAbsent(parts.getFirst(), name -> new ArrayList<>())
                    .add(new Field(
                            path,
                            parts.subList(1, parts.size()),
                            control(type),
                            text(values.getOrDefault(path, "")),
                            choices(type),
                            origin,
                            origin == layer));
        });
        return groups.entrySet().stream()
                .map(entry -> new SettingGroup(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** A value as the form shows it. */
    static String text(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .sorted()
                    .collect(Collectors.joining("\n"));
        }
        return value.toString();
    }

    private static Control control(Class<?> type) {
        if (type == int.class) {
            return Control.NUMBER;
        }
        if (type == boolean.class || type.isEnum()) {
            return Control.CHOICE;
        }
        return type == Map.class ? Control.LINES : Control.TEXT;
    }

    private static List<String> choices(Class<?> type) {
        if (type == boolean.class) {
            return List.of("true", "false");
        }
        if (type.isEnum() && type != PromDuration.class) {
            return Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
        }
        return List.of();
    }
}
