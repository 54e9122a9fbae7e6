package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.ManagedEntry.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Server-side apply and its bookkeeping: who owns which field, whose fields a write touches, and what an applied
 * configuration leaves behind when it no longer mentions a field. Objects come and go without their managedFields.
 */
final class FieldOwnership {

    /** Fields that belong to the server. */
    private static final List<List<String>> UNOWNED = List.of(
            List.of("f:apiVersion"),
            List.of("f:kind"),
            List.of("f:metadata", "f:name"),
            List.of("f:metadata", "f:namespace"),
            List.of("f:metadata", "f:creationTimestamp"),
            List.of("f:metadata", "f:selfLink"),
            List.of("f:metadata", "f:uid"),
            List.of("f:metadata", "f:generation"),
            List.of("f:metadata", "f:managedFields"),
            List.of("f:metadata", "f:resourceVersion"));

    private final FieldType type;
    private final Instant now;
    private final List<List<String>> ignored;

    /**
     * Ownership for one write.
     *
     * @param ignored fields that this endpoint resets, such as the status
     */
    FieldOwnership(FieldType type, Instant now, List<List<String>> ignored) {
        this.type = type;
        this.now = now;
        this.ignored = ignored;
    }

    /** An object after a write, and who owns its fields then. */
    record Outcome(ObjectNode object, List<ManagedEntry> managers) {}

    /**
     * Lays {@code applied} over {@code live}.
     *
     * @throws ApiFailure 409 if another writer owns a field with another value and {@code force} is not set
     */
    Outcome apply(ObjectNode live, List<ManagedEntry> managers, ObjectNode applied, Writer writer, boolean force) {
        var owners = owners(managers);
        if (owners.isEmpty() && live.path("metadata").has("uid")) {
            var before = Writer.updating("before-first-apply", writer.apiVersion(), "");
            owners.put(before, new ManagedEntry(before, now, strip(TypedValues.fieldsOf(live, type))));
        }
        var last = owners.get(writer);
        var merged = Merging.merge(live, applied, type);
        var said = TypedValues.fieldsOf(applied, type);
        var fields = strip(said);
        owners.put(writer, new ManagedEntry(writer, last == null ? null : last.time(), fields));
        if (last != null) {
            merged = prune(merged, said, owners.values().stream().toList(), last.fields());
        }
        var comparison = Comparison.of(live, merged, type);
        settle(owners, writer, comparison, force);
        var kept = new ArrayList<ManagedEntry>();
        for (var entry : owners.values()) {
            if (!entry.fields().isEmpty()) {
                var touched = entry.writer().equals(writer) && !comparison.isSame();
                kept.add(touched ? new ManagedEntry(writer, now, entry.fields()) : entry);
            }
        }
        return new Outcome(merged, ManagedEntry.sorted(kept));
    }

    /** Books a write that replaced the object. */
    List<ManagedEntry> update(ObjectNode live, List<ManagedEntry> managers, ObjectNode next, Writer writer) {
        var comparison = Comparison.of(live, next, type);
        var touched = strip(comparison.set());
        var owners = owners(managers);
        settle(owners, writer, comparison, true);
        var own = owners.get(writer);
        var fields = own == null ? touched : own.fields().union(touched).minus(comparison.removed());
        var changed = own == null || !fields.equals(own.fields()) || !touched.isEmpty();
        owners.put(writer, new ManagedEntry(writer, changed ? now : own.time(), fields));
        owners.values().removeIf(entry -> entry.fields().isEmpty());
        return ManagedEntry.sorted(List.copyOf(owners.values()));
    }

    /** Takes changed and removed fields away from the others, or refuses. */
    private void settle(Map<Writer, ManagedEntry> owners, Writer writer, Comparison comparison, boolean force) {
        var touched = strip(comparison.set());
        var conflicts = new TreeMap<String, FieldSet>();
        for (var entry : List.copyOf(owners.values())) {
            if (!entry.writer().equals(writer)) {
                var conflict = entry.fields().and(touched);
                if (!conflict.isEmpty()) {
                    conflicts.put(entry.writer().title(), conflict);
                }
                var rest = entry.fields().minus(conflict).minus(comparison.removed());
                owners.put(entry.writer(), new ManagedEntry(entry.writer(), entry.time(), rest));
            }
        }
        if (!force && !conflicts.isEmpty()) {
            throw Failures.applyConflict(conflicts);
        }
    }

    /** Drops what the writer owned before and neither it nor anybody else owns now. */
    private ObjectNode prune(ObjectNode merged, FieldSet said, List<ManagedEntry> owners, FieldSet last) {
        var owned = said;
        for (var entry : owners) {
            owned = owned.union(entry.fields());
        }
        var gone = last.withFieldsAbove(type).minus(owned.withFieldsAbove(type));
        return gone.isEmpty() ? merged : TypedValues.without(merged, type, gone);
    }

    private FieldSet strip(FieldSet fields) {
        var stripped = fields.copy();
        UNOWNED.forEach(stripped::removeBelow);
        ignored.forEach(stripped::removeBelow);
        stripped.removeChildIfEmpty("f:metadata");
        return stripped;
    }

    private static Map<Writer, ManagedEntry> owners(List<ManagedEntry> managers) {
        var owners = new LinkedHashMap<Writer, ManagedEntry>();
        managers.forEach(entry -> owners.put(entry.writer(), entry));
        return owners;
    }
}
