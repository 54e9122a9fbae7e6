package io.gauntlet.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.LoadSettingsBuilder;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * Reads YAML from outside into maps, lists and scalars, within limits that are checked before or while parsing: bytes,
 * nesting depth 50, aliases. No tag can construct anything. Duplicate keys and a second document are errors.
 */
public final class BoundedYaml {

    /** Largest text that is read. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final int MAX_DEPTH = 50;
    private static final int MAX_ALIASES = 100;

    private BoundedYaml() {}

    /**
     * Reads one document; an empty text gives null.
     *
     * @param field the input field that errors are reported for
     * @throws DomainException.Invalid with line and column where the parser knows them
     */
    public static @Nullable Object load(String field, String text) {
        requireSize(field, text);
        return reading(field, () -> {
            var settings = settings(field).build();
            requireBounds(field, text, settings);
            return new Load(settings).loadFromString(text);
        });
    }

    /** The nodes of one document with their places in the text, every scalar as text; null for an empty text. */
    static @Nullable Node compose(String field, String text) {
        requireSize(field, text);
        return reading(field, () -> {
            var settings = settings(field).setSchema(new FailsafeSchema()).build();
            requireBounds(field, text, settings);
            return new Compose(settings).composeString(text).orElse(null);
        });
    }

    private static void requireSize(String field, String text) {
        if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw DomainException.Invalid.of(
                    field,
                    "The text is larger than " + MAX_BYTES / 1024 / 1024 + " MiB.",
                    "Split it into smaller parts.");
        }
    }

    private static LoadSettingsBuilder settings(String field) {
        return LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setAllowRecursiveKeys(false)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setCodePointLimit(MAX_BYTES)
                .setLabel(field);
    }

    private static <T extends @Nullable Object> T reading(String field, Supplier<T> action) {
        try {
            return action.get();
        } catch (MarkedYamlEngineException broken) {
            var mark = broken.getProblemMark();
            var where = mark.map(at -> "Line " + (at.getLine() + 1) + ", column " + (at.getColumn() + 1) + ": ")
                    .orElse("");
            throw DomainException.Invalid.of(
                    field, where + broken.getProblem() + ".", "Correct the YAML at this place.");
        } catch (YamlEngineException | StackOverflowError broken) {
            throw DomainException.Invalid.of(
                    field, "The text is not one YAML document.", "Send one well-formed document.");
        }
    }

    /** Like {@link #load}, for a document that has to be a mapping with text keys. */
    public static Map<String, Object> loadMap(String field, String text) {
        if (load(field, text) instanceof Map<?, ?> map) {
            return asMap(field, map);
        }
        throw DomainException.Invalid.of(
                field, "The document is not a mapping.", "Start it with a key, such as groups:.");
    }

    /** A mapping whose keys all are text. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> asMap(String field, Map<?, ?> map) {
        for (var key : map.keySet()) {
            if (!(key instanceof String)) {
                throw DomainException.Invalid.of(field, "The key '" + key + "' is not text.", "Quote the key.");
            }
        }
        return (Map<String, Object>) map;
    }

    /** Counts depth and aliases on the event stream, which is made without recursion, before anything is composed. */
    private static void requireBounds(String field, String text, LoadSettings settings) {
        var depth = 0;
        var aliases = 0;
        for (var event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Alias -> aliases++;
                default -> {}
            }
            if (depth > MAX_DEPTH) {
                throw DomainException.Invalid.of(
                        field, "The document is nested too deeply.", "Nest at most " + MAX_DEPTH + " levels.");
            }
            if (aliases > MAX_ALIASES) {
                throw DomainException.Invalid.of(
                        field, "The document uses too many aliases.", "Use at most " + MAX_ALIASES + " aliases.");
            }
        }
    }
}
