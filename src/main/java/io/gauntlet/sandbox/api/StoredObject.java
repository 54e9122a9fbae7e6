package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.ManagedEntry.Writer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * One version of an object. What differs between equal objects of many clusters (identity, version, times) lies apart from
 * what is the same, which is shared; JSON is put together without parsing.
 */
final class StoredObject {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String STATUS = "status";
    private static final List<String> APART =
            List.of("name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields");

    private final ObjectKey key;
    private final long uidHigh;
    private final long uidLow;
    private final long version;
    private final long created;
    private final long generation;
    private final Blob metadata;
    private final Blob body;
    private final @Nullable Blob status;
    private final Managed[] managed;

    /** Which part of an object is wanted. */
    enum Part {
        WHOLE,
        /** Without kind and apiVersion, as in lists. */
        ITEM,
        /** Without managedFields. */
        UNMANAGED,
        METADATA
    }

    private record Managed(Writer writer, @Nullable Instant time, Blob fields) {}

    private StoredObject(ObjectKey key, long version, ObjectNode object, SharedMemory memory, Managed[] managed) {
        this.key = key;
        this.version = version;
        this.managed = managed;
        var own = (ObjectNode) object.path("metadata");
        var uid = UUID.fromString(own.path("uid").asString(""));
        uidHigh = uid.getMostSignificantBits();
        uidLow = uid.getLeastSignificantBits();
        created = Instant.parse(own.path("creationTimestamp").asString("")).getEpochSecond();
        generation = own.path("generation").asLong(0);
        var rest = JsonNodeFactory.instance.objectNode();
        for (var entry : own.properties()) {
            if (!APART.contains(entry.getKey())) {
                rest.set(entry.getKey(), entry.getValue());
            }
        }
        metadata = memory.share(rest.toString());
        var others = JsonNodeFactory.instance.objectNode();
        for (var entry : object.properties()) {
            if (!List.of("apiVersion", "kind", "metadata", STATUS).contains(entry.getKey())) {
                others.set(entry.getKey(), entry.getValue());
            }
        }
        body = memory.share(others.toString());
        status = object.has(STATUS) ? memory.share(wrapped(object.path(STATUS))) : null;
    }

    private StoredObject(StoredObject before, long version, Blob status, Managed[] managed) {
        this.key = before.key;
        this.uidHigh = before.uidHigh;
        this.uidLow = before.uidLow;
        this.created = before.created;
        this.generation = before.generation;
        this.metadata = before.metadata;
        this.body = before.body;
        this.version = version;
        this.status = status;
        this.managed = managed;
    }

    private static String wrapped(JsonNode status) {
        return "{\"status\":" + status + "}";
    }

    /** Stores an object whose metadata holds uid, creationTimestamp and, where it has one, generation. */
    static StoredObject of(
            ObjectKey key, long version, ObjectNode object, List<ManagedEntry> managers, SharedMemory memory) {
        return new StoredObject(key, version, object, memory, managed(managers, memory));
    }

    private static Managed[] managed(List<ManagedEntry> managers, SharedMemory memory) {
        return managers.stream()
                .map(entry -> new Managed(
                        entry.writer(),
                        entry.time(),
                        memory.share(entry.fields().toJson().toString())))
                .toArray(Managed[]::new);
    }

    /** The same with another status: what most writes are, so nothing else is written out again. */
    StoredObject withStatus(long next, JsonNode other, List<ManagedEntry> managers, SharedMemory memory) {
        return new StoredObject(this, next, memory.share(wrapped(other)), managed(managers, memory));
    }

    boolean isManaged() {
        return managed.length > 0;
    }

    ObjectKey key() {
        return key;
    }

    String uid() {
        return new UUID(uidHigh, uidLow).toString();
    }

    long version() {
        return version;
    }

    long generation() {
        return generation;
    }

    Instant created() {
        return Instant.ofEpochSecond(created);
    }

    /** Labels, annotations, owners and the like, without identity, version and times. */
    JsonNode metadata() {
        return JSON.readTree(metadata.bytes());
    }

    List<ManagedEntry> managers() {
        var entries = new ArrayList<ManagedEntry>();
        for (var one : managed) {
            var fields = FieldSet.fromJson(JSON.readTree(one.fields().bytes()));
            entries.add(new ManagedEntry(one.writer(), one.time(), fields));
        }
        return entries;
    }

    byte[] toJson(Part part) {
        var out = new ByteArrayOutputStream(1024);
        write(out, part);
        return out.toByteArray();
    }

    void write(ByteArrayOutputStream out, Part part) {
        var type = part == Part.METADATA ? "PartialObjectMetadata" : key.kind().kind();
        var apiVersion = part == Part.METADATA ? "meta.k8s.io/v1" : key.kind().apiVersion();
        var head = new StringBuilder("{");
        if (part != Part.ITEM) {
            head.append("\"kind\":\"").append(type).append("\",\"apiVersion\":\"");
            head.append(apiVersion).append("\",");
        }
        head.append("\"metadata\":{\"name\":").append(StringNode.valueOf(key.name()));
        if (!key.namespace().isEmpty()) {
            head.append(",\"namespace\":\"").append(key.namespace()).append('"');
        }
        head.append(",\"uid\":\"").append(uid()).append('"');
        if (version > 0) {
            head.append(",\"resourceVersion\":\"").append(version).append('"');
        }
        if (generation > 0) {
            head.append(",\"generation\":").append(generation);
        }
        head.append(",\"creationTimestamp\":\"").append(created()).append('"');
        out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        append(out, metadata);
        if (part != Part.UNMANAGED && managed.length > 0) {
            writeManaged(out);
        }
        out.write('}');
        if (part != Part.METADATA) {
            append(out, body);
            if (status != null) {
                append(out, status);
            }
        }
        out.write('}');
    }

    /** The fields of a stored JSON object, each after a comma. */
    private static void append(ByteArrayOutputStream out, Blob object) {
        var bytes = object.bytes();
        if (bytes.length > 2) {
            out.write(',');
            out.write(bytes, 1, bytes.length - 2);
        }
    }

    private void writeManaged(ByteArrayOutputStream out) {
        var separator = ",\"managedFields\":[";
        for (var one : managed) {
            var head = new StringBuilder(separator);
            head.append("{\"manager\":").append(StringNode.valueOf(one.writer().manager()));
            head.append(",\"operation\":\"").append(one.writer().operation());
            head.append("\",\"apiVersion\":\"")
                    .append(one.writer().apiVersion())
                    .append('"');
            if (one.time() != null) {
                head.append(",\"time\":\"").append(one.time()).append('"');
            }
            head.append(",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":");
            out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
            one.fields().writeTo(out);
            if (!one.writer().subresource().isEmpty()) {
                var tail = ",\"subresource\":\"" + one.writer().subresource() + "\"";
                out.writeBytes(tail.getBytes(StandardCharsets.UTF_8));
            }
            out.write('}');
            separator = ",";
        }
        out.write(']');
    }
}
