package io.gauntlet.sandbox.api;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects of one cluster, its version that every write raises, and the last changes. Safe for many threads; what has to
 * see no write of others in between runs {@linkplain #exclusively exclusively}.
 */
final class ObjectStore {

    private static final int REMEMBERED = 200;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ResourceKind, TreeMap<String, StoredObject>> objects = new HashMap<>();
    private final Deque<Change> history = new ArrayDeque<>();
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
    private final SharedMemory memory;
    private long version = 1;
    private long forgotten = 1;

    ObjectStore(SharedMemory memory) {
        this.memory = memory;
    }

    /**
     * What happened to an object.
     *
     * @param object its new version; for a deletion its last one, with the version of the deletion
     * @param before absent for a new object
     */
    record Change(
            boolean deletion, StoredObject object, @Nullable StoredObject before) {

        long version() {
            return object.version();
        }
    }

    /** Some objects as they were together. */
    record Snapshot(long version, List<StoredObject> objects) {}

    <T> T exclusively(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    long version() {
        return exclusively(() -> version);
    }

    Optional<StoredObject> find(ObjectKey key) {
        return exclusively(() -> Optional.ofNullable(objects.get(key.kind())).map(all -> all.get(key.position())));
    }

    /** The objects of a kind, of all namespaces if the name is empty. */
    Snapshot list(ResourceKind kind, String namespace) {
        return exclusively(() -> {
            var all = objects.get(kind);
            if (all == null) {
                return new Snapshot(version, List.of());
            }
            var some = namespace.isEmpty() ? all : all.subMap(namespace + "/", namespace + "0");
            return new Snapshot(version, List.copyOf(some.values()));
        });
    }

    /** The tree of an object, which nobody may change. */
    ObjectNode read(StoredObject object) {
        return memory.parsed(object);
    }

    /** Stores an object under a new version; its metadata holds uid, creationTimestamp and generation. */
    StoredObject write(ObjectKey key, ObjectNode object, List<ManagedEntry> managers) {
        return exclusively(() -> {
            var stored = StoredObject.of(key, ++version, object, managers, memory);
            put(stored);
            return stored;
        });
    }

    private void put(StoredObject stored) {
        var key = stored.key();
        var before = objects.computeIfAbsent(key.kind(), _ -> new TreeMap<>()).put(key.position(), stored);
        remember(new Change(false, stored, before));
    }

    /** Stores the status of an object that is there under a new version. */
    void writeStatus(StoredObject before, JsonNode status, List<ManagedEntry> managers) {
        exclusively(() -> {
            var stored = before.withStatus(++version, status, managers, memory);
            var tree = Json.object().setAll(read(before));
            var metadata = Json.object().setAll((ObjectNode) tree.path("metadata"));
            tree.set("metadata", metadata.put("resourceVersion", String.valueOf(version)));
            memory.parsed(stored, tree.set("status", status));
            put(stored);
            return stored;
        });
    }

    /** An object as a dry run would have stored it. */
    StoredObject draft(ObjectKey key, ObjectNode object, List<ManagedEntry> managers, long draftVersion) {
        return StoredObject.of(key, draftVersion, object, managers, memory);
    }

    Optional<StoredObject> remove(ObjectKey key) {
        return exclusively(() -> {
            var all = objects.get(key.kind());
            var gone = all == null ? null : all.remove(key.position());
            if (gone == null) {
                return Optional.empty();
            }
            var last = StoredObject.of(key, ++version, read(gone), gone.managers(), memory);
            remember(new Change(true, last, gone));
            return Optional.of(last);
        });
    }

    private void remember(Change change) {
        history.addLast(change);
        while (history.size() > REMEMBERED) {
            forgotten = history.removeFirst().version();
        }
        listeners.forEach(listener -> listener.accept(change));
    }

    /** The changes after a version; empty if some of them are forgotten. */
    Optional<List<Change>> changesAfter(long since) {
        return exclusively(() -> {
            if (since < forgotten) {
                return Optional.empty();
            }
            var changes = new ArrayList<Change>();
            for (var change : history) {
                if (change.version() > since) {
                    changes.add(change);
                }
            }
            return Optional.of(changes);
        });
    }

    /** Forgets all changes so far, so that older versions have expired. */
    void compact() {
        exclusively(() -> {
            history.clear();
            forgotten = version;
            return forgotten;
        });
    }

    /** Calls back after each write, in order, while the store is held: listeners must be quick and must not write. */
    void onChange(Consumer<Change> listener) {
        listeners.add(listener);
    }

    void forget(Consumer<Change> listener) {
        listeners.remove(listener);
    }
}
