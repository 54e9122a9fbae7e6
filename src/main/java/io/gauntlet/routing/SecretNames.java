package io.gauntlet.routing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;

/** Names of stored secrets: receiver, integration and field, so that a receiver that moves in the list keeps its names. */
final class SecretNames {

    private static final int MAX_LENGTH = 100;

    private SecretNames() {}

    static String of(CheckedConfig checked, FieldCheck.InlineSecret secret) {
        var path = secret.at();
        if (!path.startsWith("receivers[")) {
            return clean(withoutPositions(path));
        }
        var end = path.indexOf(']');
        var index = Integer.parseInt(path.substring("receivers[".length(), end));
        var receiver =
                checked.config().get("receivers") instanceof List<?> list && list.get(index) instanceof Map<?, ?> map
                        ? String.valueOf(map.get("name"))
                        : "";
        return clean(receiver) + "-" + clean(withoutPositions(path.substring(end + 1)));
    }

    private static String withoutPositions(String path) {
        return path.replaceAll("\\[\\d+]", "")
                .replace("_configs", "")
                .replaceFirst("^\\.", "")
                .replace('.', '-');
    }

    /** What is not plain, or long, gets a checksum, so that "a b" and "a/b" stay apart whatever their order. */
    private static String clean(String text) {
        var plain = text.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^-+|-+$", "");
        var name = plain.length() <= MAX_LENGTH ? plain : plain.substring(0, MAX_LENGTH);
        if (name.equals(text)) {
            return name;
        }
        var sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return (name.isEmpty() ? "" : name + "-") + String.format(Locale.ROOT, "%08x", sum.getValue());
    }
}
