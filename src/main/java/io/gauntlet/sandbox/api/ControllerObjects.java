package io.gauntlet.sandbox.api;

import io.gauntlet.sandbox.api.ManagedEntry.Writer;
import io.gauntlet.sandbox.workload.ClusterObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The store as the simulated controllers see it: without HTTP, without managedFields on what they make themselves. */
final class ControllerObjects implements ClusterObjects {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String STATUS = "status";
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
        return key(object)
                .flatMap(key -> store.exclusively(() -> store.find(key).map(before -> {
                    var live = store.read(before);
                    var next = object.deepCopy();
                    if (live.has(STATUS)) {
                        next.set(STATUS, live.path(STATUS).deepCopy());
                    }
                    // Numbers that were put in by code have other node types than those that were read.
                    if (next.equals(live) || JSON.readTree(next.toString()).equals(live)) {
                        return false;
                    }
                    store.write(key, next, before.managers());
                    return true;
                })))
                .orElse(false);
    }

    @Override
    public boolean updateStatus(ObjectNode object) {
        return key(object)
                .flatMap(key -> store.exclusively(() -> store.find(key).map(before -> {
                    var live = store.read(before);
                    var status = JSON.readTree(object.path(STATUS).toString());
                    if (status.equals(live.path(STATUS))) {
                        return false;
                    }
                    store.writeStatus(before, status, managers(before, live, status));
                    return true;
                })))
                .orElse(false);
    }

    private List<ManagedEntry> managers(StoredObject before, ObjectNode live, JsonNode status) {
        if (!before.isManaged()) {
            return List.of();
        }
        var kind = before.key().kind();
        var next = Json.object().setAll(live);
        next.set(STATUS, status);
        var writer = Writer.updating(CONTROLLER, kind.apiVersion(), STATUS);
        return writes.ownership(kind, true).update(live, before.managers(), next, writer);
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
