package io.gauntlet.stack;

import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.FieldProblem;
import io.gauntlet.kernel.PromDuration;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The paths of {@link StackSettings} and the type of each, read from its records, so that a new component is a new setting
 * without further code.
 */
public final class SettingsSchema {

    private static final Map<String, Class<?>> LEAVES = new LinkedHashMap<>();
    private static final int MAX_TEXT = 500;
    private static final int MAX_ENTRIES = 50;

    static {
        collect("", StackSettings.class);
    }

    private SettingsSchema() {}

    /** Every path in the order of the records, with the type of its value. */
    public static Map<String, Class<?>> paths() {
        return new LinkedHashMap<>(LEAVES);
    }

    /** The typed value of every path. */
    public static Map<String, Object> flatten(StackSettings settings) {
        var values = new LinkedHashMap<String, Object>();
        flatten("", settings, values);
        return values;
    }

    /** A value as JSON holds it: durations and choices as text. */
    public static Object plain(Object value) {
        return switch (value) {
            case PromDuration duration -> duration.toString();
            case Enum<?> choice -> choice.name();
            default -> value;
        };
    }

    /** Settings with a value for every path; those not given come from {@code base}. */
    static StackSettings merge(StackSettings base, List<Map<String, Object>> layers) {
        var values = flatten(base);
        for (var layer : layers) {
            layer.forEach((path, value) -> {
                // A path of an older version that is no more has no place to go.
                if (LEAVES.containsKey(path)) {
                    values.put(path, convert(path, value));
                }
            });
        }
        return (StackSettings) build("", StackSettings.class, values);
    }

    /**
     * The value as JSON holds it, checked against the type of its path.
     *
     * @throws DomainException.Invalid for an unknown path, naming the nearest one, and for a wrong type
     */
    static Object check(String path, Object value) {
        if (!LEAVES.containsKey(path)) {
            throw DomainException.Invalid.of(
                    path, "There is no setting '" + shortened(path) + "'.", "Did you mean " + nearest(path) + "?");
        }
        return plain(convert(path, value));
    }

    static FieldProblem problem(String path, String reason, String fix) {
        return new FieldProblem(path, reason, fix);
    }

    private static Object convert(String path, Object value) {
        var type = LEAVES.get(path);
        if (type == String.class && value instanceof String text && text.length() <= MAX_TEXT) {
            return text.strip();
        }
        if (type == int.class) {
            return number(path, value);
        }
        if (type == boolean.class && value instanceof Boolean) {
            return value;
        }
        if (type == boolean.class && ("true".equals(value) || "false".equals(value))) {
            return Boolean.valueOf((String) value);
        }
        if (type == PromDuration.class && value instanceof String text) {
            return PromDuration.parse(path, text.strip());
        }
        if (type == Map.class && value instanceof Map<?, ?> map && map.size() <= MAX_ENTRIES) {
            return texts(path, map);
        }
        if (type != null && type.isEnum() && value instanceof String text) {
            return choice(path, type, text);
        }
        throw wrong(path, type);
    }

    private static Object number(String path, Object value) {
        var text = String.valueOf(value).strip();
        if (value instanceof Boolean || !text.matches("-?\\d{1,9}")) {
            throw wrong(path, int.class);
        }
        return Integer.valueOf(text);
    }

    private static Object choice(String path, Class<?> type, String text) {
        for (var constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equalsIgnoreCase(text.strip())) {
                return constant;
            }
        }
        throw wrong(path, type);
    }

    private static Map<String, String> texts(String path, Map<?, ?> map) {
        var result = new TreeMap<String, String>();
        map.forEach((key, value) -> {
            if (!(key instanceof String name) || !(value instanceof String text)) {
                throw wrong(path, Map.class);
            }
            result.put(name, text);
        });
        return result;
    }

    private static DomainException.Invalid wrong(String path, @Nullable Class<?> type) {
        var fix = "Write text of at most " + MAX_TEXT + " characters.";
        if (type == int.class) {
            fix = "Write a whole number.";
        } else if (type == boolean.class) {
            fix = "Write true or false.";
        } else if (type == PromDuration.class) {
            fix = "Write a duration such as 30s or 15d.";
        } else if (type == Map.class) {
            fix = "Write a mapping of text to text.";
        } else if (type != null && type.isEnum()) {
            fix = "Use one of " + Arrays.toString(type.getEnumConstants()) + ".";
        }
        return DomainException.Invalid.of(path, "The value has the wrong type.", fix);
    }

    private static void collect(String prefix, Class<?> type) {
        for (var component : type.getRecordComponents()) {
            var path = prefix + component.getName();
            if (component.getType().isRecord() && component.getType() != PromDuration.class) {
                collect(path + ".", component.getType());
            } else {
                LEAVES.put(path, component.getType());
            }
        }
    }

    private static void flatten(String prefix, Object value, Map<String, Object> values) {
        for (var component : value.getClass().getRecordComponents()) {
            var path = prefix + component.getName();
            var part = read(component, value);
            if (LEAVES.containsKey(path)) {
                values.put(path, part);
            } else {
                flatten(path + ".", part, values);
            }
        }
    }

    private static Object read(RecordComponent component, Object owner) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (IllegalAccessException | InvocationTargetException impossible) {
            throw new IllegalStateException("records of settings are public", impossible);
        }
    }

    private static Object build(String prefix, Class<?> type, Map<String, Object> values) {
        var components = type.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var arguments = new @Nullable Object[components.length];
        for (var i = 0; i < components.length; i++) {
            var path = prefix + components[i].getName();
            arguments[i] = LEAVES.containsKey(path) ? values.get(path) : build(path + ".", types[i], values);
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("records of settings have a public constructor", impossible);
        }
    }

    private static String nearest(String path) {
        return LEAVES.keySet().stream()
                .min((one, other) -> Integer.compare(distance(path, one), distance(path, other)))
                .orElseThrow();
    }

    /** Edit distance; the paths are short. */
    private static int distance(String one, String other) {
        var left = shortened(one);
        var row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (var i = 1; i <= left.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.length(); j++) {
                var cost = left.charAt(i - 1) == other.charAt(j - 1) ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.min(cost, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    private static String shortened(String path) {
        return path.length() <= 80 ? path : path.substring(0, 80);
    }
}
