package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.ApiFailure.Cause;
import io.gauntlet.sandbox.api.ManagedEntry.Writer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Creates, replaces, patches and applies objects of one cluster. */
final class Writes {

    private static final List<List<String>> STATUS = List.of(List.of("f:status"));
    private static final List<List<String>> ALL_BUT_STATUS =
            List.of(List.of("f:spec"), List.of("f:metadata", "f:labels"), List.of("f:metadata", "f:annotations"));

    private final ObjectStore store;
    private final Clock clock;
    private final Supplier<String> uids;
    private final Preparation preparation;
    private final WriteChecks checks;

    Writes(ObjectStore store, Clock clock, Supplier<String> uids) {
        this.store = store;
        this.clock = clock;
        this.uids = uids;
        this.preparation = new Preparation(store);
        this.checks = new WriteChecks(store, uids);
    }

    /**
     * How to write.
     *
     * @param manager name of the field manager
     * @param dryRun  whether to answer without storing
     */
    record Options(String manager, boolean dryRun, boolean force) {}

    /** The object as it is then, and whether it is new. */
    record Result(StoredObject object, boolean created) {}

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    Result create(ResourceKind kind, String namespace, ObjectNode body, Options options) {
        return store.exclusively(() -> {
            var key = checks.accept(kind, namespace, body);
            checks.requireNamespace(kind, namespace);
            WriteChecks.clear(kind, body);
            Normalization.apply(body, kind.type());
            Defaults.fill(kind, body);
            var empty = Json.object();
            var ownership = ownership(kind, false);
            var writer = Writer.updating(options.manager(), kind.apiVersion(), "");
            var managers = ownership.update(empty, List.of(), body, writer);
            if (store.find(key).isPresent()) {
                throw Failures.alreadyExists(kind, key.name());
            }
            return new Result(insert(key, body, managers, options), true);
        });
    }

    private StoredObject insert(ObjectKey key, ObjectNode object, List<ManagedEntry> managers, Options options) {
        var metadata = Json.metadata(object);
        metadata.put("uid", uids.get()).put("creationTimestamp", now().toString());
        preparation.create(key.kind(), object);
        var problems = new Problems();
        Validation.check(key.kind(), object, problems);
        problems.refuse(key.kind(), key.name());
        object.put("apiVersion", key.kind().apiVersion()).put("kind", key.kind().kind());
        return options.dryRun() ? store.draft(key, object, managers, 0) : store.write(key, object, managers);
    }

    /** Replaces an object, or its status only. */
    Result replace(ObjectKey key, ObjectNode body, boolean status, Options options) {
        return store.exclusively(() -> {
            checks.accept(key.kind(), key.namespace(), body);
            var before = store.find(key).orElseThrow(() -> Failures.notFound(key.kind(), key.name()));
            WriteChecks.requireName(key, body);
            WriteChecks.requirePreconditions(before, body, true);
            Normalization.apply(body, key.kind().type());
            var next = status ? withStatus(store.read(before), body) : body;
            next.remove("managedFields");
            Defaults.fill(key.kind(), next);
            var writer = Writer.updating(options.manager(), key.kind().apiVersion(), status ? "status" : "");
            var live = store.read(before);
            if (!status) {
                preparation.update(key.kind(), live, next);
            }
            var managers = ownership(key.kind(), status).update(live, before.managers(), next, writer);
            return new Result(change(before, next, managers, options), false);
        });
    }

    private static ObjectNode withStatus(ObjectNode live, ObjectNode body) {
        var next = live.deepCopy();
        next.set("status", body.path("status").isObject() ? body.path("status") : Json.object());
        return next;
    }

    Result merge(ObjectKey key, ObjectNode patch, boolean status, Options options) {
        return store.exclusively(() -> {
            var before = store.find(key).orElseThrow(() -> Failures.notFound(key.kind(), key.name()));
            WriteChecks.requirePreconditions(before, patch, true);
            var next = store.read(before).deepCopy();
            MergePatch.apply(next, patch);
            for (var problem : SchemaCheck.of(next, key.kind().type())) {
                if (problem.sort() == SchemaCheck.Sort.WRONG_TYPE) {
                    throw Failures.invalid(
                            "",
                            "",
                            "",
                            List.of(new Cause(
                                    "FieldValueInvalid",
                                    "Invalid value: " + next + ": " + problem.decoded(),
                                    "patch")));
                }
            }
            return replace(key, next, status, options);
        });
    }

    Result apply(ObjectKey key, ObjectNode applied, Options options) {
        return store.exclusively(() -> {
            checks.accept(key.kind(), key.namespace(), applied);
            WriteChecks.requireName(key, applied);
            if (Json.metadata(applied).has("managedFields")) {
                throw Failures.badRequest("metadata.managedFields must be nil");
            }
            var before = store.find(key);
            var live = before.map(store::read).orElseGet(() -> empty(key));
            before.ifPresentOrElse(
                    present -> WriteChecks.requirePreconditions(present, applied, false),
                    () -> WriteChecks.requireAbsent(key, applied));
            if (before.isEmpty()) {
                checks.requireNamespace(key.kind(), key.namespace());
            }
            var metadata = Json.metadata(applied);
            metadata.remove(List.of("uid", "resourceVersion", "creationTimestamp", "generation"));
            if (key.kind().traits().status()) {
                applied.remove("status");
            }
            var outcome = ownership(key.kind(), false)
                    .apply(
                            live,
                            before.map(StoredObject::managers).orElse(List.of()),
                            applied,
                            Writer.applying(options.manager(), key.kind().apiVersion()),
                            options.force());
            var next = outcome.object().deepCopy();
            Normalization.apply(next, key.kind().type());
            Defaults.fill(key.kind(), next);
            if (before.isEmpty()) {
                return new Result(insert(key, next, outcome.managers(), options), true);
            }
            preparation.update(key.kind(), live, next);
            return new Result(change(before.get(), next, outcome.managers(), options), false);
        });
    }

    private static ObjectNode empty(ObjectKey key) {
        var object = Json.object();
        object.put("apiVersion", key.kind().apiVersion()).put("kind", key.kind().kind());
        var metadata = Json.metadata(object).put("name", key.name());
        if (!key.namespace().isEmpty()) {
            metadata.put("namespace", key.namespace());
        }
        return object;
    }

    /** Stores a changed object, unless it says nothing new: then its version stays. */
    private StoredObject change(StoredObject before, ObjectNode next, List<ManagedEntry> managers, Options options) {
        var key = before.key();
        var live = store.read(before);
        var problems = new Problems();
        Validation.check(key.kind(), next, problems);
        ImmutableFields.check(key.kind(), live, next, problems);
        problems.refuse(key.kind(), key.name());
        var metadata = Json.metadata(next);
        metadata.put("resourceVersion", String.valueOf(before.version()));
        if (next.equals(live) && sameButTimes(before.managers(), managers)) {
            return before;
        }
        if (options.dryRun()) {
            return store.draft(key, next, managers, before.version());
        }
        if (metadata.has("deletionTimestamp") && metadata.path("finalizers").isEmpty()) {
            return store.remove(key).orElse(before);
        }
        return store.write(key, next, managers);
    }

    private static boolean sameButTimes(List<ManagedEntry> before, List<ManagedEntry> after) {
        return timeless(before).equals(timeless(after));
    }

    private static List<ManagedEntry> timeless(List<ManagedEntry> entries) {
        var result = new ArrayList<ManagedEntry>();
        entries.forEach(entry -> result.add(new ManagedEntry(entry.writer(), null, entry.fields())));
        result.sort(Comparator.comparing(entry -> entry.writer().toString()));
        return result;
    }

    FieldOwnership ownership(ResourceKind kind, boolean status) {
        var ignored = !kind.traits().status() ? List.<List<String>>of() : status ? ALL_BUT_STATUS : STATUS;
        return new FieldOwnership(kind.type(), now(), ignored);
    }

    /** Stores what a controller makes, which needs no checks and whose fields nobody else owns. */
    void createPlain(ObjectKey key, ObjectNode object) {
        var metadata = Json.metadata(object);
        metadata.put("uid", uids.get()).put("creationTimestamp", now().toString());
        if (key.kind().traits().generations()) {
            metadata.put("generation", 1);
        }
        store.write(key, object, List.of());
    }
}
