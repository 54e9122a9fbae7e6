package io.gauntlet.sandbox.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What one writer owns of an object. */
record ManagedEntry(Writer writer, @Nullable Instant time, FieldSet fields) {

    private static final Comparator<ManagedEntry> ORDER = Comparator.<ManagedEntry, String>comparing(
                    entry -> entry.writer().operation())
            .thenComparing(entry -> entry.time() == null ? Instant.EPOCH : entry.time())
            .thenComparing(entry -> entry.writer().manager())
            .thenComparing(entry -> entry.writer().subresource());

    /**
     * A manager together with the way in which it writes; each owns fields for itself.
     *
     * @param subresource empty for the object itself
     */
    record Writer(String manager, String operation, String apiVersion, String subresource) {

        static Writer applying(String manager, String apiVersion) {
            return new Writer(manager, "Apply", apiVersion, "");
        }

        static Writer updating(String manager, String apiVersion, String subresource) {
            return new Writer(manager, "Update", apiVersion, subresource);
        }

        boolean applies() {
            return operation.equals("Apply");
        }

        /** As conflicts name it. */
        String title() {
            var subject = "\"" + manager + "\"";
            if (!subresource.isEmpty()) {
                subject += " with subresource \"" + subresource + "\"";
            }
            return applies() ? subject : subject + " using " + apiVersion;
        }
    }

    static List<ManagedEntry> sorted(List<ManagedEntry> entries) {
        var sorted = new ArrayList<>(entries);
        sorted.sort(ORDER);
        return List.copyOf(sorted);
    }

    static List<ManagedEntry> fromJson(JsonNode managedFields) {
        var entries = new ArrayList<ManagedEntry>();
        for (var node : managedFields) {
            var writer = new Writer(
                    node.path("manager").asString(""),
                    node.path("operation").asString(""),
                    node.path("apiVersion").asString(""),
                    node.path("subresource").asString(""));
            var time = node.has("time") ? Instant.parse(node.path("time").asString("")) : null;
            entries.add(new ManagedEntry(writer, time, FieldSet.fromJson(node.path("fieldsV1"))));
        }
        return entries;
    }

    static ArrayNode toJson(List<ManagedEntry> entries) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var entry : entries) {
            var node = array.addObject();
            node.put("manager", entry.writer.manager).put("operation", entry.writer.operation);
            node.put("apiVersion", entry.writer.apiVersion);
            if (entry.time != null) {
                node.put("time", entry.time.toString());
            }
            node.put("fieldsType", "FieldsV1").set("fieldsV1", entry.fields.toJson());
            if (!entry.writer.subresource.isEmpty()) {
                node.put("subresource", entry.writer.subresource);
            }
        }
        return array;
    }
}
