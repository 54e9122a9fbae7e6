package io.gauntlet.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * YAML as the configuration files of Prometheus and Alertmanager are read: a scalar is text until the type of its field is
 * known (so {@code 1.10} stays {@code 1.10}), an unquoted null is null, merge keys are resolved. Maps keep the order of the
 * text. Knows the place of every entry. Limits are those of {@link BoundedYaml}.
 */
public final class YamlText {

    private static final int MAX_NODES = 200_000;
    private static final int MAX_DEPTH = 60;

    /** Where an entry of a mapping lies in the text, key and value; offsets in UTF-16 units. */
    public record Span(int start, int end) {}

    private final String field;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, Span> spans = new HashMap<>();
    private final String text;
    private final @Nullable Object root;
    private int visited;

    private YamlText(String field, String text) {
        this.field = field;
        this.text = text;
        var node = BoundedYaml.compose(field, text);
        this.root = node == null ? null : convert(node, "", 0);
    }

    /**
     * Reads one document.
     *
     * @param field the input field that errors are reported for
     * @throws DomainException.Invalid with the place where the parser knows it
     */
    public static YamlText parse(String field, String text) {
        return new YamlText(field, text);
    }

    /** Maps, lists, texts and nulls. */
    public @Nullable Object root() {
        return root;
    }

    /** The document, which has to be a mapping. */
    @SuppressWarnings("unchecked")
    public Map<String, @Nullable Object> map() {
        if (root instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw DomainException.Invalid.of(field, "The document is not a mapping.", "Start it with a key and a colon.");
    }

    /** The line of the value at a path such as {@code groups[0].rules[2].expr}, from 1. */
    public Optional<Integer> line(String path) {
        return Optional.ofNullable(lines.get(path));
    }

    /** Where the entry at a path lies. */
    public Optional<Span> span(String path) {
        // The parser counts code points.
        return Optional.ofNullable(spans.get(path))
                .map(span ->
                        new Span(text.offsetByCodePoints(0, span.start()), text.offsetByCodePoints(0, span.end())));
    }

    private @Nullable Object convert(Node node, String path, int depth) {
        if (++visited > MAX_NODES || depth > MAX_DEPTH) {
            throw DomainException.Invalid.of(
                    field, "The document is too large once its aliases are followed.", "Use fewer aliases.");
        }
        var tag = node.getTag().getValue();
        if (!tag.startsWith("tag:yaml.org,2002:")) {
            throw DomainException.Invalid.of(
                    field, at(node) + "The tag " + tag + " is not allowed.", "Remove the tag.");
        }
        node.getStartMark().ifPresent(mark -> lines.putIfAbsent(path, mark.getLine() + 1));
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case SequenceNode sequence -> list(sequence, path, depth);
            case MappingNode mapping -> mapping(mapping, path, depth);
            default -> throw DomainException.Invalid.of(field, at(node) + "Unreadable.", "Write plain YAML here.");
        };
    }

    private static @Nullable Object scalar(ScalarNode scalar) {
        var value = scalar.getValue();
        if (scalar.getScalarStyle() == ScalarStyle.PLAIN
                && (value.isEmpty() || value.equals("~") || value.equalsIgnoreCase("null"))) {
            return null;
        }
        return value;
    }

    private List<@Nullable Object> list(SequenceNode sequence, String path, int depth) {
        var items = new ArrayList<@Nullable Object>();
        for (var item : sequence.getValue()) {
            items.add(convert(item, path + "[" + items.size() + "]", depth + 1));
        }
        return items;
    }

    private Map<String, @Nullable Object> mapping(MappingNode mapping, String path, int depth) {
        var own = new LinkedHashMap<String, @Nullable Object>();
        var merged = new LinkedHashMap<String, @Nullable Object>();
        for (var tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                throw DomainException.Invalid.of(
                        field, at(tuple.getKeyNode()) + "A key is not text.", "Write a plain key and a colon.");
            }
            var key = keyNode.getValue();
            var child = path.isEmpty() ? key : path + "." + key;
            if (key.equals("<<") && keyNode.getScalarStyle() == ScalarStyle.PLAIN) {
                merge(tuple.getValueNode(), merged, child, depth);
                continue;
            }
            if (own.containsKey(key)) {
                throw DomainException.Invalid.of(
                        field, at(keyNode) + "The key '" + key + "' is there twice.", "Remove one of them.");
            }
            own.put(key, convert(tuple.getValueNode(), child, depth + 1));
            remember(child, keyNode, tuple.getValueNode());
        }
        merged.forEach((key, value) -> {
            if (!own.containsKey(key)) {
                own.put(key, value);
            }
        });
        return own;
    }

    private void merge(Node value, Map<String, @Nullable Object> merged, String path, int depth) {
        var sources = value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
        for (var source : sources) {
            if (!(convert(source, path, depth + 1) instanceof Map<?, ?> map)) {
                throw DomainException.Invalid.of(
                        field, at(value) + "A merge key needs a mapping.", "Refer to an anchored mapping.");
            }
            map.forEach((key, item) -> merged.putIfAbsent(String.valueOf(key), item));
        }
    }

    private void remember(String path, ScalarNode key, Node value) {
        var start = key.getStartMark();
        var end = value.getEndMark();
        if (start.isPresent() && end.isPresent()) {
            spans.putIfAbsent(path, new Span(start.get().getIndex(), end.get().getIndex()));
        }
    }

    private static String at(Node node) {
        return node.getStartMark()
                .map(mark -> "Line " + (mark.getLine() + 1) + ": ")
                .orElse("");
    }
}
