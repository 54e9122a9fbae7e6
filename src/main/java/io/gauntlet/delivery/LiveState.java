package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.LiveObject;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSelector.Operator;
import io.gauntlet.kernel.LabelSelector.Requirement;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.rendering.Kinds;
import io.gauntlet.rendering.ManifestRenderer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The live objects that carry Gauntlet's labels for one cluster.
 *
 * @param namespaceExists whether the namespace is there, whoever made it
 */
record LiveState(Map<ObjectRef, LiveObject> owned, boolean namespaceExists) {

    static LiveState read(ClusterApi api, ResourceName cluster, ResourceName namespace, int width) {
        var selector = new LabelSelector(List.of(
                new Requirement(ManifestRenderer.OWNER_LABEL, Operator.IN, Set.of(cluster.value())),
                new Requirement(ManifestRenderer.MANAGED_BY_LABEL, Operator.IN, Set.of("gauntlet"))));
        var lists = Lanes.map(
                Kinds.all(), width, type -> api.list(type, type.namespaced() ? namespace.value() : "", selector));
        var owned = lists.stream()
                .flatMap(List::stream)
                .collect(Collectors.toMap(LiveObject::ref, Function.identity(), (one, other) -> one));
        var ref = new ObjectRef(Kinds.NAMESPACE, "", namespace.value());
        return new LiveState(owned, owned.containsKey(ref) || api.get(ref).isPresent());
    }
}
