package io.gauntlet.bucket;

import io.gauntlet.kernel.FieldProblem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks settings against the fields of their provider: unknown keys and wrong types are problems. */
final class SettingReader {

    private static final Pattern GO_DURATION = Pattern.compile("0|(\\d{1,9}(\\.\\d{1,9})?(ns|us|µs|ms|s|m|h))+");
    private static final int MAX_TEXT = 4096;

    private final List<FieldProblem> problems;

    SettingReader(List<FieldProblem> problems) {
        this.problems = problems;
    }

    Map<String, Object> read(String path, Map<String, ?> given, Map<String, SettingFields.Type> fields) {
        var result = new TreeMap<String, Object>();
        given.forEach((key, value) -> {
            var type = fields.get(key);
            var at = path + "." + key;
            if (type == null) {
                problems.add(new FieldProblem(
                        at,
                        "The provider has no setting '" + shortened(key) + "'.",
                        "Use one of "
                                + String.join(
                                        ", ", fields.keySet().stream().sorted().toList()) + "."));
            } else if (value != null && !"".equals(value)) {
                var read = value(at, value, type);
                if (read != null) {
                    result.put(key, read);
                }
            }
        });
        return result;
    }

    private @Nullable Object value(String at, Object value, SettingFields.Type type) {
        return switch (type) {
            case SettingFields.Type.Text text -> text(at, value);
            case SettingFields.Type.Flag flag ->
                value instanceof Boolean ? value : wrong(at, "It is not true or false.", "Write true or false.");
            case SettingFields.Type.WholeNumber number -> number(at, value, number);
            case SettingFields.Type.GoDuration duration ->
                value instanceof String text && GO_DURATION.matcher(text).matches()
                        ? value
                        : wrong(at, "It is not a duration.", "Write a duration of Go such as 90s or 1m30s.");
            case SettingFields.Type.Choice choice ->
                value instanceof String text && choice.values().contains(text)
                        ? value
                        : wrong(at, "The value is not known.", "Use one of " + choice.values() + ".");
            case SettingFields.Type.TextMap map -> textMap(at, value);
            case SettingFields.Type.SecretText secret ->
                wrong(
                        at,
                        "A secret is not a setting.",
                        "Send it as secrets." + at.substring(at.lastIndexOf('.') + 1) + ".");
            case SettingFields.Type.Group group -> {
                if (value instanceof Map<?, ?> nested) {
                    var texts = new TreeMap<String, @Nullable Object>();
                    nested.forEach((key, item) -> texts.put(String.valueOf(key), item));
                    yield read(at, texts, group.fields());
                }
                yield wrong(at, "It is not a mapping.", "Write the settings of the group as a mapping.");
            }
        };
    }

    private @Nullable Object text(String at, Object value) {
        if (value instanceof String text
                && text.length() <= MAX_TEXT
                && text.codePoints().noneMatch(Character::isISOControl)) {
            return text.strip();
        }
        return wrong(at, "It is not a line of text.", "Write text in quotes, of at most " + MAX_TEXT + " characters.");
    }

    private @Nullable Object number(String at, Object value, SettingFields.Type.WholeNumber range) {
        if (value instanceof Number given) {
            try {
                var whole = new BigDecimal(given.toString()).longValueExact();
                if (whole >= range.min() && whole <= range.max()) {
                    return whole;
                }
            } catch (ArithmeticException | NumberFormatException fraction) {
                return wrong(at, "It is not a whole number.", "Write a whole number.");
            }
        }
        return wrong(
                at, "It is not a number in range.", "Write a number from " + range.min() + " to " + range.max() + ".");
    }

    private @Nullable Object textMap(String at, Object value) {
        if (value instanceof Map<?, ?> map
                && map.size() <= 100
                && map.entrySet().stream()
                        .allMatch(entry -> entry.getKey() instanceof String && entry.getValue() instanceof String)) {
            return map;
        }
        return wrong(at, "It is not a mapping of text to text.", "Write keys and values as text.");
    }

    private @Nullable Object wrong(String at, String reason, String fix) {
        problems.add(new FieldProblem(at, reason, fix));
        return null;
    }

    private static String shortened(String key) {
        return key.length() <= 60 ? key : key.substring(0, 60) + "…";
    }
}
