package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.ApiFailure.Cause;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Deletes objects with what depends on them, or leaves that behind. */
final class Deletions {

    private static final List<String> POLICIES = List.of("Foreground", "Background", "Orphan");
    private static final String CLAIM_IN_USE = "kubernetes.io/pvc-protection";

    private final ObjectStore store;
    private final Writes writes;

    Deletions(ObjectStore store, Writes writes) {
        this.store = store;
        this.writes = writes;
    }

    /** The answer to a deletion. */
    ObjectNode delete(ObjectKey key, JsonNode options, String policyParameter, boolean dryRun) {
        var named = Json.text(options, "propagationPolicy");
        var policy = named.isEmpty() ? policyParameter : named;
        requireKnown(policy);
        return store.exclusively(() -> {
            var present = store.find(key).orElseThrow(() -> Failures.notFound(key.kind(), key.name()));
            requirePreconditions(present, options.path("preconditions"));
            var marked = marked(present, policy);
            if (!dryRun) {
                remove(present, policy);
            }
            return marked.path("metadata").has("finalizers")
                            || key.kind().traits().deletedBody()
                    ? marked
                    : success(present);
        });
    }

    private static void requireKnown(String policy) {
        if (!policy.isEmpty() && !POLICIES.contains(policy)) {
            throw Failures.invalidOptions(
                    "DeleteOptions",
                    new Cause(
                            "FieldValueNotSupported",
                            "Unsupported value: \"" + policy
                                    + "\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"",
                            "propagationPolicy"));
        }
    }

    private static void requirePreconditions(StoredObject present, JsonNode preconditions) {
        var key = present.key();
        var uid = Json.text(preconditions, "uid");
        if (!uid.isEmpty() && !uid.equals(present.uid())) {
            throw Failures.precondition(
                    key.kind(),
                    key.name(),
                    "the UID in the precondition (" + uid
                            + ") does not match the UID in record (" + present.uid()
                            + "). The object might have been deleted and then recreated");
        }
        var version = Json.text(preconditions, "resourceVersion");
        if (!version.isEmpty() && !version.equals(String.valueOf(present.version()))) {
            throw Failures.precondition(
                    key.kind(),
                    key.name(),
                    "the ResourceVersion in the precondition (" + version
                            + ") does not match the ResourceVersion in record (" + present.version()
                            + "). The object might have been modified");
        }
    }

    /** The object as the answer shows it: on its way out where something has to be done first. */
    private ObjectNode marked(StoredObject present, String policy) {
        var copy = store.read(present).deepCopy();
        var metadata = Json.metadata(copy);
        var kind = present.key().kind().kind();
        var waits = metadata.has("finalizers") || kind.equals("Namespace") || kind.equals("Pod");
        if (policy.equals("Foreground") || policy.equals("Orphan")) {
            metadata.withArrayProperty("finalizers").add(policy.equals("Orphan") ? "orphan" : "foregroundDeletion");
            waits = true;
        }
        if (waits) {
            metadata.put("deletionTimestamp", writes.now().toString());
            if (present.generation() > 0) {
                metadata.put("generation", present.generation() + 1);
            }
            if (!kind.equals("Namespace")) {
                metadata.put("deletionGracePeriodSeconds", 0);
            }
        }
        if (kind.equals("Namespace")) {
            Json.child(copy, "status").put("phase", "Terminating");
        }
        metadata.set("managedFields", ManagedEntry.toJson(present.managers()));
        return copy;
    }

    private void remove(StoredObject present, String policy) {
        var key = present.key();
        if (policy.equals("Orphan")) {
            dependents(present.uid(), this::release);
        } else if (policy.equals("Foreground")) {
            dependents(present.uid(), dependent -> {
                remove(dependent, policy);
                return true;
            });
        }
        if (key.kind().kind().equals("Namespace")) {
            for (var kind : ResourceKinds.all()) {
                if (kind.namespaced()) {
                    store.list(kind, key.name()).objects().forEach(object -> store.remove(object.key()));
                }
            }
        }
        var finalizers = present.metadata().path("finalizers");
        var inUse = key.kind().kind().equals("PersistentVolumeClaim") && isMounted(key);
        var foreign = finalizers.valueStream().anyMatch(one -> !one.asString("").equals(CLAIM_IN_USE));
        if (inUse || foreign) {
            var next = store.read(present).deepCopy();
            if (!Json.metadata(next).has("deletionTimestamp")) {
                Json.metadata(next)
                        .put("deletionTimestamp", writes.now().toString())
                        .put("deletionGracePeriodSeconds", 0);
                store.write(key, next, present.managers());
            }
            return;
        }
        store.remove(key);
        if (key.kind().kind().equals("Pod")) {
            releaseClaims(key.namespace());
        }
    }

    /** Claims that waited for their last pod go with it. */
    void releaseClaims(String namespace) {
        for (var claim : store.list(ResourceKinds.named("PersistentVolumeClaim"), namespace)
                .objects()) {
            if (claim.metadata().has("deletionTimestamp") && !isMounted(claim.key())) {
                store.remove(claim.key());
            }
        }
    }

    private boolean isMounted(ObjectKey claim) {
        for (var pod : store.list(ResourceKinds.named("Pod"), claim.namespace()).objects()) {
            for (var volume : Json.at(store.read(pod), "spec", "volumes")) {
                if (Json.text(volume, "persistentVolumeClaim", "claimName").equals(claim.name())) {
                    return true;
                }
            }
        }
        return false;
    }

    private void dependents(String uid, Predicate<StoredObject> work) {
        for (var kind : List.of("ReplicaSet", "Pod", "EndpointSlice", "PersistentVolumeClaim")) {
            for (var object : store.list(ResourceKinds.named(kind), "").objects()) {
                for (var owner : object.metadata().path("ownerReferences")) {
                    if (Json.text(owner, "uid").equals(uid)) {
                        work.test(object);
                    }
                }
            }
        }
    }

    private boolean release(StoredObject dependent) {
        var next = store.read(dependent).deepCopy();
        Json.metadata(next).remove("ownerReferences");
        store.write(dependent.key(), next, dependent.managers());
        return true;
    }

    private static ObjectNode success(StoredObject gone) {
        var key = gone.key();
        var status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Success");
        var details = new ApiFailure.Details(
                key.name(), key.kind().group(), key.kind().plural(), gone.uid(), List.of());
        ApiFailure.write(details, status.putObject("details"));
        return status;
    }
}
