package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.ManagedEntry.Writer;
import io.gauntlet.sandbox.workload.ClusterObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The store as the simulated controllers see it: without HTTP, without managedFields on what they make themselves. */
final class ControllerObjects implements ClusterObjects {

    private static final String CONTROLLER = "kube-controller-manager";

    private final ObjectStore store;
    private final Writes writes;
    private final Deletions deletions;

    ControllerObjects(ObjectStore store, Writes writes, Deletions deletions) {
        this.store = store;
        this.writes = writes;
        this.deletions = deletions;
    }

    @Override
    public List<ObjectNode> list(String kind) {
        var trees = new ArrayList<ObjectNode>();
        ResourceKinds.find(kind)
                .ifPresent(found -> store.list(found, "").objects().forEach(object -> trees.add(store.read(object))));
        return trees;
    }

    @Override
    public Optional<ObjectNode> find(String kind, String namespace, String name) {
        return ResourceKinds.find(kind)
                .flatMap(found -> store.find(ObjectKey.of(found, namespace, name)))
                .map(store::read);
    }

    private static Optional<ObjectKey> key(ObjectNode object) {
        return ResourceKinds.find(Json.text(object, "kind"))
                .map(kind -> ObjectKey.of(
                        kind, Json.text(object, "metadata", "namespace"), Json.text(object, "metadata", "name")));
    }

    @Override
    public boolean create(ObjectNode object) {
        return key(object)
                .map(key -> store.exclusively(() -> {
                    if (store.find(key).isPresent() || isNamespaceGone(key)) {
                        return false;
                    }
                    writes.createPlain(key, object.deepCopy());
                    return true;
                }))
                .orElse(false);
    }

    private boolean isNamespaceGone(ObjectKey key) {
        return key.kind().namespaced()
                && store.find(ObjectKey.of(ResourceKinds.named("Namespace"), "", key.namespace()))
                        .isEmpty();
    }

    @Override
    public boolean update(ObjectNode object) {
        return replace(object, false);
    }

    @Override
    public boolean updateStatus(ObjectNode object) {
        return replace(object, true);
    }

    private boolean replace(ObjectNode object, boolean status) {
        return key(object)
                .flatMap(key -> store.exclusively(() -> store.find(key).map(before -> {
                    var live = store.read(before);
                    var next = (status ? live : object).deepCopy();
                    var source = status ? object : live;
                    if (source.has("status")) {
                        next.set("status", source.path("status").deepCopy());
                    }
                    if (next.equals(live)) {
                        return true;
                    }
                    var managers = before.managers();
                    if (status && !managers.isEmpty()) {
                        var writer = Writer.updating(CONTROLLER, key.kind().apiVersion(), "status");
                        managers = writes.ownership(key.kind(), true).update(live, managers, next, writer);
                    }
                    store.write(key, next, managers);
                    return true;
                })))
                .orElse(false);
    }

    @Override
    public boolean delete(String kind, String namespace, String name) {
        return ResourceKinds.find(kind)
                .map(found -> store.exclusively(() -> {
                    var gone =
                            store.remove(ObjectKey.of(found, namespace, name)).isPresent();
                    if (gone && kind.equals("Pod")) {
                        deletions.releaseClaims(namespace);
                    }
                    return gone;
                }))
                .orElse(false);
    }
}
