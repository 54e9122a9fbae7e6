package io.gauntlet.delivery;

import io.gauntlet.cluster.Cluster;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.LiveObject;
import io.gauntlet.cluster.ObjectVersion;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSelector.Operator;
import io.gauntlet.kernel.LabelSelector.Requirement;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.rendering.Kinds;
import io.gauntlet.rendering.ManifestRenderer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The live objects that carry Gauntlet's labels for one cluster. Where something was applied before, only their versions are
 * asked for: an object at the version at which it was left is not read again.
 *
 * @param owned           those that were read, because they are new, have moved, or something else is wanted of them
 * @param untouched       those that are as they were left and as they should be
 * @param namespaceExists whether the namespace is there, whoever made it
 */
record LiveState(Map<ObjectRef, LiveObject> owned, Set<ObjectRef> untouched, boolean namespaceExists) {

    /** Selects what Gauntlet owns in a cluster. */
    static LabelSelector owned(Cluster cluster) {
        return new LabelSelector(List.of(
                new Requirement(
                        ManifestRenderer.OWNER_LABEL,
                        Operator.IN,
                        Set.of(cluster.name().value())),
                new Requirement(ManifestRenderer.MANAGED_BY_LABEL, Operator.IN, Set.of("gauntlet"))));
    }

    /** Objects of one kind. */
    private record Kind(List<LiveObject> read, List<ObjectVersion> listed) {}

    /**
     * Reads a cluster.
     *
     * @param width   how many requests may be under way
     * @param settled whether the same bytes as last time are wanted of an object
     */
    static LiveState read(
            ClusterApi api,
            Cluster cluster,
            int width,
            Map<ObjectRef, AppliedObject> applied,
            Predicate<ObjectRef> settled) {
        var selector = owned(cluster);
        var namespace = cluster.namespace().value();
        var known = applied.keySet().stream().map(ObjectRef::type).collect(Collectors.toSet());
        var kinds = Lanes.map(Kinds.all(), width, type -> {
            var place = type.namespaced() ? namespace : "";
            return known.contains(type)
                    ? new Kind(List.of(), api.listMetadata(type, place, selector))
                    : new Kind(api.list(type, place, selector), List.of());
        });
        var owned = new HashMap<ObjectRef, LiveObject>();
        var untouched = new HashSet<ObjectRef>();
        var moved = new ArrayList<ObjectRef>();
        for (var kind : kinds) {
            kind.read().forEach(object -> owned.putIfAbsent(object.ref(), object));
            for (var listed : kind.listed()) {
                var asLeft = same(applied.get(listed.ref()), listed) && settled.test(listed.ref());
                (asLeft ? untouched : moved).add(listed.ref());
            }
        }
        Lanes.map(moved, width, api::get).stream()
                .flatMap(Optional::stream)
                .forEach(object -> owned.putIfAbsent(object.ref(), object));
        var ref = new ObjectRef(Kinds.NAMESPACE, "", namespace);
        var exists = untouched.contains(ref)
                || owned.containsKey(ref)
                || api.get(ref).isPresent();
        return new LiveState(owned, untouched, exists);
    }

    private static boolean same(@Nullable AppliedObject last, ObjectVersion now) {
        return last != null && last.uid().equals(now.uid()) && last.version().equals(now.resourceVersion());
    }

    /** Whether nothing of the stack runs there yet. */
    boolean withoutWorkloads() {
        return owned.keySet().stream().noneMatch(Refs::workload)
                && untouched.stream().noneMatch(Refs::workload);
    }
}
