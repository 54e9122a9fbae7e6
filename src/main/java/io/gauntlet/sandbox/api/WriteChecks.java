package io.gauntlet.sandbox.api;

import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What has to hold before a write: the names fit, the namespace is there, the preconditions are met. */
final class WriteChecks {

    private final ObjectStore store;
    private final Supplier<String> uids;

    WriteChecks(ObjectStore store, Supplier<String> uids) {
        this.store = store;
        this.uids = uids;
    }

    /** Names the object as the request does; refuses one that says something else. */
    ObjectKey accept(ResourceKind kind, String namespace, ObjectNode body) {
        var metadata = Json.metadata(body);
        var given = Json.text(metadata, "namespace");
        if (kind.namespaced()) {
            if (!given.isEmpty() && !given.equals(namespace)) {
                throw Failures.badRequest(
                        "the namespace of the provided object does not match the namespace sent on the request");
            }
            metadata.put("namespace", namespace);
        } else {
            metadata.remove("namespace");
        }
        var type = Json.text(body, "kind");
        if (!type.isEmpty() && !type.equals(kind.kind())) {
            throw Failures.badRequest(type + " in version \"" + kind.version() + "\" cannot be handled as a "
                    + kind.kind()
                    + ": converting (v1." + type + ") to (" + (kind.group().isEmpty() ? "core" : kind.group()) + "."
                    + kind.kind() + "): unknown conversion");
        }
        var prefix = Json.text(metadata, "generateName");
        if (!prefix.isEmpty() && Json.text(metadata, "name").isEmpty()) {
            metadata.put("name", prefix + uids.get().substring(0, 5));
        }
        return ObjectKey.of(kind, namespace, Json.text(metadata, "name"));
    }

    static void requireName(ObjectKey key, ObjectNode body) {
        var metadata = Json.metadata(body);
        var given = Json.text(metadata, "name");
        if (!given.isEmpty() && !given.equals(key.name())) {
            throw Failures.badRequest(
                    "the name of the object (" + given + ") does not match the name on the URL (" + key.name() + ")");
        }
        metadata.put("name", key.name());
    }

    void requireNamespace(ResourceKind kind, String namespace) {
        if (kind.namespaced()) {
            var type = ResourceKinds.named("Namespace");
            var found =
                    store.find(ObjectKey.of(type, "", namespace)).orElseThrow(() -> Failures.notFound(type, namespace));
            if (found.metadata().has("deletionTimestamp")) {
                throw Failures.forbidden(
                        kind,
                        "",
                        "unable to create new content in namespace " + namespace + " because it is being terminated");
            }
        }
    }

    static void requirePreconditions(StoredObject present, JsonNode body, boolean update) {
        var key = present.key();
        var uid = Json.text(body, "metadata", "uid");
        var version = Json.text(body, "metadata", "resourceVersion");
        if (!version.isEmpty() && !version.equals(String.valueOf(present.version()))) {
            throw Failures.modified(key.kind(), key.name());
        }
        if (!uid.isEmpty() && !uid.equals(present.uid())) {
            if (update) {
                throw Failures.conflict(
                        key.kind(),
                        key.name(),
                        "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + present.uid());
            }
            var problems = new Problems();
            problems.invalid("metadata.uid", uid, "field is immutable");
            problems.invalid("metadata.uid", uid, "field is immutable");
            problems.refuse(key.kind(), key.name());
        }
    }

    static void requireAbsent(ObjectKey key, ObjectNode applied) {
        var uid = Json.text(applied, "metadata", "uid");
        if (!uid.isEmpty()) {
            throw Failures.conflict(
                    key.kind(),
                    key.name(),
                    "uid mismatch: the provided object specified uid " + uid + ", and no existing object was found");
        }
    }

    static void clear(ResourceKind kind, ObjectNode body) {
        Json.metadata(body)
                .remove(List.of(
                        "uid",
                        "resourceVersion",
                        "creationTimestamp",
                        "generation",
                        "managedFields",
                        "deletionTimestamp",
                        "deletionGracePeriodSeconds",
                        "selfLink"));
        if (kind.traits().status() && !List.of("Node", "PersistentVolume").contains(kind.kind())) {
            body.remove("status");
        }
    }
}
