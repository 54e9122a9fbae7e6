package io.gauntlet.sandbox.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects without an API in front: enough of a store for the controllers. */
public final class InMemoryObjects implements ClusterObjects {

    private record Key(String kind, String namespace, String name) {}

    private final Map<Key, ObjectNode> objects = new LinkedHashMap<>();
    private Runnable listener = () -> {};
    private int counter;

    /** Calls back after every write. */
    public void onChange(Runnable changed) {
        listener = changed;
    }

    /** How many writes there were. */
    public int writes() {
        return counter;
    }

    @Override
    public List<ObjectNode> list(String kind) {
        var found = new ArrayList<ObjectNode>();
        objects.forEach((key, object) -> {
            if (key.kind().equals(kind)) {
                found.add(object);
            }
        });
        return found;
    }

    @Override
    public Optional<ObjectNode> find(String kind, String namespace, String name) {
        return Optional.ofNullable(objects.get(new Key(kind, namespace, name)));
    }

    @Override
    public boolean create(ObjectNode object) {
        var copy = object.deepCopy();
        copy.withObjectProperty("metadata").put("uid", "uid-" + (counter + 1)).put("generation", 1);
        return objects.putIfAbsent(key(object), stamped(copy)) == null;
    }

    @Override
    public boolean update(ObjectNode object) {
        var before = objects.get(key(object));
        if (before == null) {
            return false;
        }
        var copy = object.deepCopy();
        if (before.has("status")) {
            copy.set("status", before.path("status"));
        }
        if (!before.path("spec").equals(copy.path("spec"))) {
            copy.withObjectProperty("metadata").put("generation", Tree.number(before, 1, "metadata", "generation") + 1);
        }
        objects.put(key(object), stamped(copy));
        return true;
    }

    @Override
    public boolean updateStatus(ObjectNode object) {
        var before = objects.get(key(object));
        if (before == null) {
            return false;
        }
        var copy = before.deepCopy();
        copy.set("status", object.path("status").deepCopy());
        objects.put(key(object), stamped(copy));
        return true;
    }

    @Override
    public boolean delete(String kind, String namespace, String name) {
        var removed = objects.remove(new Key(kind, namespace, name)) != null;
        counter++;
        listener.run();
        return removed;
    }

    /** Changes an object in place, as a user would. */
    public void edit(String kind, String namespace, String name, Consumer<ObjectNode> change) {
        var copy = find(kind, namespace, name).orElseThrow().deepCopy();
        change.accept(copy);
        update(copy);
    }

    private ObjectNode stamped(ObjectNode object) {
        counter++;
        object.withObjectProperty("metadata").put("resourceVersion", String.valueOf(counter));
        listener.run();
        return object;
    }

    private static Key key(JsonNode object) {
        return new Key(Tree.kind(object), Tree.namespace(object), Tree.name(object));
    }
}
