package io.gauntlet.sandbox.workload;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The objects of a cluster, each read once in a look. */
final class SeenObjects implements ClusterObjects {

    private record Key(String kind, String namespace, String name) {}

    private final ClusterObjects objects;
    private final OncePerLook<String, List<ObjectNode>> lists = new OncePerLook<>();
    private final OncePerLook<Key, Optional<ObjectNode>> found = new OncePerLook<>();

    SeenObjects(ClusterObjects objects) {
        this.objects = objects;
    }

    @Override
    public List<ObjectNode> list(String kind) {
        return lists.get(kind, objects::list);
    }

    @Override
    public Optional<ObjectNode> find(String kind, String namespace, String name) {
        return found.get(new Key(kind, namespace, name), key -> objects.find(key.kind(), key.namespace(), key.name()));
    }

    @Override
    public boolean create(ObjectNode object) {
        return objects.create(object);
    }

    @Override
    public boolean update(ObjectNode object) {
        return objects.update(object);
    }

    @Override
    public boolean updateStatus(ObjectNode object) {
        return objects.updateStatus(object);
    }

    @Override
    public boolean delete(String kind, String namespace, String name) {
        return objects.delete(kind, namespace, name);
    }
}
