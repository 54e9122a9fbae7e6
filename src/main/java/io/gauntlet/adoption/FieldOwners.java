package io.gauntlet.adoption;

import io.gauntlet.adoption.Survey.FieldOwner;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads who owns which fields of an object out of its {@code managedFields}. */
final class FieldOwners {

    private static final int MAX_MANAGERS = 20;
    private static final int MAX_PATHS = 40;
    private static final int MAX_NODES = 20_000;
    private static final int MAX_DEPTH = 60;

    private final List<String> paths = new ArrayList<>();
    private int fields;
    private int nodes;

    private FieldOwners() {}

    /** Every manager but those of the status, the one with most fields first. */
    static List<FieldOwner> of(JsonNode object) {
        var owners = new ArrayList<FieldOwner>();
        for (var entry : object.path("metadata").path("managedFields").values()) {
            if (owners.size() < MAX_MANAGERS
                    && entry.path("subresource").asString("").isEmpty()) {
                owners.add(owner(entry));
            }
        }
        owners.sort((one, other) -> Integer.compare(other.fields(), one.fields()));
        return owners;
    }

    /** What a manager is left with after it has lost fields. */
    static FieldOwner without(FieldOwner owner, List<String> lost) {
        var left = owner.paths().stream().filter(path -> !lost.contains(path)).toList();
        return new FieldOwner(
                owner.manager(), owner.operation(), Math.max(0, owner.fields() - lost.size()), owner.lastAt(), left);
    }

    private static FieldOwner owner(JsonNode entry) {
        var reader = new FieldOwners();
        reader.count(entry.path("fieldsV1"), "", 0);
        return new FieldOwner(
                Untrusted.line(entry.path("manager").asString("")),
                "Apply".equals(entry.path("operation").asString("")) ? "Apply" : "Update",
                reader.fields,
                time(entry.path("time").asString("")),
                reader.paths);
    }

    private static Optional<Instant> time(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }

    private void count(JsonNode set, String path, int depth) {
        for (var entry : set.properties()) {
            if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
                return;
            }
            var key = entry.getKey();
            if (".".equals(key)) {
                continue;
            }
            var child = path + step(key);
            if (entry.getValue().isEmpty()) {
                leaf(child);
            } else {
                count(entry.getValue(), child, depth + 1);
            }
        }
    }

    private void leaf(String path) {
        fields++;
        if (paths.size() < MAX_PATHS) {
            paths.add(Untrusted.line(path));
        }
    }

    private static String step(String key) {
        var cut = key.indexOf(':');
        var rest = cut < 0 ? key : key.substring(cut + 1);
        return switch (cut < 0 ? "" : key.substring(0, cut)) {
            case "f" -> "." + rest;
            // As the API server writes it when it tells of conflicts.
            case "k" -> "[" + rest.replaceAll("[{}]", "").replaceAll("\"([A-Za-z]+)\":", "$1=") + "]";
            default -> "[" + rest + "]";
        };
    }
}
