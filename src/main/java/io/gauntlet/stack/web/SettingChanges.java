package io.gauntlet.stack.web;

import io.gauntlet.stack.SettingsSchema;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a submitted form of settings changes, compared with what it showed. */
final class SettingChanges {

    private SettingChanges() {}

    /**
     * A setting that was reset becomes null, one whose text differs from the shown value becomes that text; all others are left
     * out, so that what a person did not touch stays inherited.
     */
    static Map<String, @Nullable Object> of(Map<String, String> form, Set<String> reset, Map<String, Object> shown) {
        var changes = new HashMap<String, @Nullable Object>();
        SettingsSchema.paths().forEach((path, type) -> {
            var text = form.get(path);
            if (reset.contains(path)) {
                changes.put(path, null);
            } else if (text != null && !normalised(text).equals(SettingGroup.text(shown.getOrDefault(path, "")))) {
                changes.put(path, type == Map.class ? lines(text) : text.strip());
            }
        });
        return changes;
    }

    /** The version that the form was made from; a broken one matches no stored version. */
    static int version(Map<String, String> form) {
        var text = form.getOrDefault("version", "");
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    private static String normalised(String text) {
        return text.replace("\r\n", "\n").strip();
    }

    static Map<String, String> lines(String text) {
        var result = new TreeMap<String, String>();
        normalised(text).lines().filter(line -> !line.isBlank()).forEach(line -> {
            var split = line.indexOf('=');
            result.put(
                    split < 0 ? line.strip() : line.substring(0, split).strip(),
                    split < 0 ? "" : line.substring(split + 1).strip());
        });
        return result;
    }
}
