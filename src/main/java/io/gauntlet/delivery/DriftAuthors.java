package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.delivery.ClusterDrift.Author;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads from the managed fields of a live object who changed it. They are untrusted like everything from a cluster. */
final class DriftAuthors {

    private static final int MAX_NAME = 128;
    private static final String SCALE = "scale";

    private DriftAuthors() {}

    /** The one who owns one of the fields and wrote last; without any, the one who wrote the object last. */
    static Author of(JsonNode live, List<String> fields) {
        var others = live.path("metadata")
                .path("managedFields")
                .valueStream()
                .filter(DriftAuthors::foreign)
                .toList();
        var owners = others.stream()
                .filter(entry -> fields.stream().anyMatch(field -> owns(entry, live, field)))
                .toList();
        return (owners.isEmpty() ? others : owners)
                .stream()
                        .map(DriftAuthors::author)
                        .max(Comparator.comparing(author -> author.time().orElse(Instant.EPOCH)))
                        .orElse(Author.UNKNOWN);
    }

    /** Whether a program that scales workloads has set this field, other than a person with kubectl. */
    static boolean autoscaled(JsonNode live, String field) {
        return "/spec/replicas".equals(field)
                && live.path("metadata")
                        .path("managedFields")
                        .valueStream()
                        .anyMatch(
                                entry -> SCALE.equals(entry.path("subresource").asString(""))
                                        && !author(entry).manager().startsWith("kubectl")
                                        && owns(entry, live, field));
    }

    private static boolean foreign(JsonNode entry) {
        var ours = ClusterApi.FIELD_MANAGER.equals(entry.path("manager").asString(""))
                && "Apply".equals(entry.path("operation").asString(""));
        return !ours && !"status".equals(entry.path("subresource").asString(""));
    }

    private static Author author(JsonNode entry) {
        var manager = entry.path("manager").asString("").replaceAll("[^\\p{Graph} ]", "?");
        return new Author(
                manager.length() <= MAX_NAME ? manager : manager.substring(0, MAX_NAME),
                "Apply".equals(entry.path("operation").asString("")) ? "Apply" : "Update",
                time(entry.path("time").asString("")));
    }

    private static Optional<Instant> time(String text) {
        try {
            var time = Instant.parse(text);
            // What PostgreSQL cannot store, nobody has written.
            return time.isBefore(Instant.EPOCH) || time.isAfter(Instant.parse("9000-01-01T00:00:00Z"))
                    ? Optional.empty()
                    : Optional.of(time);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean owns(JsonNode entry, JsonNode live, String pointer) {
        var fields = entry.path("fieldsV1");
        var here = live;
        for (var token : DriftField.tokens(pointer)) {
            var name = token.replace("~1", "/").replace("~0", "~");
            var next = here.isArray() ? item(fields, here, name) : fields.get("f:" + name);
            if (next == null) {
                // A field without anything below it is owned as a whole.
                return fields.isObject() && fields.isEmpty() && fields != entry.path("fieldsV1");
            }
            here = here.isArray() ? here.path(index(name)) : here.path(name);
            fields = next;
        }
        return true;
    }

    private static @org.jspecify.annotations.Nullable JsonNode item(JsonNode fields, JsonNode list, String name) {
        var item = list.path(index(name));
        for (var field : fields.properties()) {
            var key = field.getKey();
            if ((key.startsWith("k:") && keyed(item, key.substring(2)))
                    || (key.startsWith("v:") && read(key.substring(2)).equals(item))) {
                return field.getValue();
            }
        }
        return null;
    }

    private static boolean keyed(JsonNode item, String key) {
        var wanted = read(key);
        return wanted.isObject()
                && wanted.properties().stream().allMatch(part -> part.getValue().equals(item.path(part.getKey())));
    }

    private static JsonNode read(String json) {
        try {
            return Json.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (JacksonException broken) {
            return tools.jackson.databind.node.MissingNode.getInstance();
        }
    }

    private static int index(String name) {
        return name.matches("\\d{1,6}") ? Integer.parseInt(name) : -1;
    }
}
