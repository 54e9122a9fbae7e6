package io.gauntlet.change;

import io.gauntlet.kernel.DomainException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that people edit as a whole, as it is at one moment: what says where it applies, and its text. Never holds a secret.
 * Two documents are equal when nothing that a person could have changed differs.
 *
 * @param settings what stands beside the text, such as the selector, by name
 * @param text     the text that people edit
 */
public record ConfigDocument(SortedMap<String, String> settings, String text) {

    public ConfigDocument {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    public static ConfigDocument of(Map<String, String> settings, String text) {
        return new ConfigDocument(new TreeMap<>(settings), text);
    }

    /**
     * A setting that the kind of document always writes.
     *
     * @throws DomainException.Conflict when it is not there, because another version of the program wrote the document
     */
    public String setting(String name) {
        var value = settings.get(name);
        if (value == null) {
            throw new DomainException.Conflict(
                    "The stored document has no '" + name + "', so it cannot be put back as it was.");
        }
        return value;
    }

    /** The whole document for reading and comparing. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        settings.forEach((name, value) -> lines.add(name + ": " + value));
        if (!text.isEmpty()) {
            lines.add("");
            text.lines().forEach(lines::add);
        }
        return lines;
    }
}
