package io.gauntlet.sandbox.workload;

import io.gauntlet.kernel.BoundedYaml;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.sandbox.promql.Broken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mapping of a configuration file, read with types, with complaints in the words of the Go YAML library. */
public record Yaml(Map<String, Object> map, String text) {

    /** Reads a file that has to be one mapping; an empty file is an empty mapping. */
    public static Yaml parse(String text) throws Broken {
        try {
            var loaded = BoundedYaml.load("file", text);
            if (loaded == null) {
                return new Yaml(Map.of(), text);
            }
            if (loaded instanceof Map<?, ?> map) {
                return new Yaml(BoundedYaml.asMap("file", map), text);
            }
            throw new Broken("yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str into map");
        } catch (DomainException.Invalid invalid) {
            throw new Broken("yaml: " + invalid.problems().getFirst().reason());
        }
    }

    /** Refuses any key that {@code type} does not have. */
    void allow(String type, Set<String> keys) throws Broken {
        for (var key : map.keySet()) {
            if (!keys.contains(key)) {
                throw new Broken("yaml: unmarshal errors:\n  line " + lineOf(key) + ": field " + key
                        + " not found in type " + type);
            }
        }
    }

    private long lineOf(String key) {
        var at = text.indexOf(key + ":");
        return 1
                + text.substring(0, Math.max(at, 0))
                        .chars()
                        .filter(symbol -> symbol == '\n')
                        .count();
    }

    public boolean has(String key) {
        return map.containsKey(key);
    }

    /** A scalar as text, or null. */
    public @Nullable String text(String key) {
        var value = map.get(key);
        return value == null || value instanceof Map || value instanceof List ? null : value.toString();
    }

    public String text(String key, String otherwise) {
        var value = text(key);
        return value == null ? otherwise : value;
    }

    /** A nested mapping; empty if absent. */
    public Yaml at(String key) throws Broken {
        return of(map.get(key), key);
    }

    /** A list of mappings; empty if absent. */
    public List<Yaml> list(String key) throws Broken {
        var nested = new ArrayList<Yaml>();
        for (var item : items(key)) {
            nested.add(of(item, key));
        }
        return nested;
    }

    /** A list of scalars; empty if absent. */
    public List<String> texts(String key) throws Broken {
        return items(key).stream().map(String::valueOf).toList();
    }

    /** A mapping of scalars, in its order; empty if absent. */
    public Map<String, String> labels(String key) throws Broken {
        var labels = new LinkedHashMap<String, String>();
        at(key).map.forEach((name, value) -> labels.put(name, String.valueOf(value)));
        return labels;
    }

    private List<?> items(String key) throws Broken {
        var value = map.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw new Broken("yaml: unmarshal errors:\n  line " + lineOf(key) + ": cannot unmarshal !!str `"
                + abbreviated(value) + "` into []");
    }

    private Yaml of(@Nullable Object value, String key) throws Broken {
        if (value == null) {
            return new Yaml(Map.of(), text);
        }
        if (value instanceof Map<?, ?> nested) {
            try {
                return new Yaml(merged(BoundedYaml.asMap(key, nested)), text);
            } catch (DomainException.Invalid invalid) {
                throw new Broken("yaml: " + invalid.problems().getFirst().reason());
            }
        }
        throw new Broken("yaml: unmarshal errors:\n  line " + lineOf(key) + ": cannot unmarshal !!str `"
                + abbreviated(value) + "` into map");
    }

    /** Puts in what a merge key refers to; own keys win. */
    private static Map<String, Object> merged(Map<String, Object> map) {
        if (!(map.get("<<") instanceof Map<?, ?> shared)) {
            return map;
        }
        var all = new LinkedHashMap<String, Object>(BoundedYaml.asMap("<<", shared));
        map.forEach(all::put);
        all.remove("<<");
        return all;
    }

    private static String abbreviated(Object value) {
        var text = value.toString();
        return text.length() <= 10 ? text : text.substring(0, 7) + "...";
    }
}
