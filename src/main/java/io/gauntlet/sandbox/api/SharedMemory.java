package io.gauntlet.sandbox.api;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What all clusters of a fleet share so that a thousand of them fit: equal parts of objects are kept once, and only the
 * objects used last are kept parsed.
 */
public final class SharedMemory {

    private static final int PARSED = 3_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<Entry, Entry> blobs = new ConcurrentHashMap<>();
    private final ReferenceQueue<Blob> unused = new ReferenceQueue<>();
    private final Map<StoredObject, ObjectNode> parsed = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StoredObject, ObjectNode> eldest) {
            return size() > PARSED;
        }
    };

    /** A blob that goes when no object uses it any more. */
    private static final class Entry extends WeakReference<Blob> {

        private final int hash;

        Entry(Blob blob, ReferenceQueue<Blob> queue) {
            super(blob, queue);
            this.hash = blob.hashCode();
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            var blob = get();
            return other instanceof Entry entry && blob != null && blob.equals(entry.get());
        }
    }

    Blob share(String json) {
        for (var gone = unused.poll(); gone != null; gone = unused.poll()) {
            blobs.remove(Objects.requireNonNull((Entry) gone));
        }
        var blob = Blob.of(json.getBytes(StandardCharsets.UTF_8));
        var entry = new Entry(blob, unused);
        var present = blobs.putIfAbsent(entry, entry);
        var kept = present == null ? null : present.get();
        if (kept != null) {
            return kept;
        }
        blobs.put(entry, entry);
        return blob;
    }

    /** The object as a tree that nobody may change. */
    ObjectNode parsed(StoredObject object) {
        synchronized (parsed) {
            var known = parsed.get(object);
            if (known != null) {
                return known;
            }
        }
        var tree = (ObjectNode) JSON.readTree(object.toJson(StoredObject.Part.UNMANAGED));
        synchronized (parsed) {
            parsed.put(object, tree);
        }
        return tree;
    }

    /** Keeps the tree of an object that was made from it anyway. */
    void parsed(StoredObject object, ObjectNode tree) {
        synchronized (parsed) {
            parsed.put(object, tree);
        }
    }

    /** How many different parts are stored. */
    public int size() {
        return blobs.size();
    }
}
