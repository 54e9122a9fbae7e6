package io.gauntlet.routing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The keys of each mapping of an Alertmanager configuration, read from a table (Alertmanager 0.34 config and notifiers).
 *
 * @param keys    every key, file twins included
 * @param secrets those whose value is secret; each has the twin {@code <key>_file}
 */
record ConfigFields(Set<String> keys, Set<String> secrets) {

    private static final Map<String, ConfigFields> ALL = load();

    static ConfigFields of(String mapping) {
        var fields = ALL.get(mapping);
        if (fields == null) {
            throw new IllegalStateException("no fields for " + mapping);
        }
        return fields;
    }

    /** Names of the lists of integrations that a receiver can have. */
    static Set<String> integrations() {
        var names = new LinkedHashSet<String>();
        ALL.keySet().stream().filter(name -> name.endsWith("_configs")).forEach(names::add);
        return names;
    }

    private static Map<String, ConfigFields> load() {
        try (var stream = ConfigFields.class.getResourceAsStream("/alertmanager/fields.txt")) {
            if (stream == null) {
                throw new IllegalStateException("alertmanager/fields.txt is missing");
            }
            var all = new LinkedHashMap<String, ConfigFields>();
            new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .forEach(line -> all.put(line.substring(0, line.indexOf(':')), parse(line.substring(line.indexOf(':') + 1))));
            return all;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static ConfigFields parse(String text) {
        var keys = new LinkedHashSet<String>();
        var secrets = new LinkedHashSet<String>();
        for (var word : text.strip().split(" ")) {
            var key = word.replace("*", "");
            keys.add(key);
            if (word.endsWith("*")) {
                secrets.add(key);
                keys.add(key + "_file");
            }
        }
        return new ConfigFields(keys, secrets);
    }
}
