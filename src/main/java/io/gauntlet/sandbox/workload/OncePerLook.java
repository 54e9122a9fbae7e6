package io.gauntlet.sandbox.workload;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values that are worked out at most once by key while one question to a cluster is answered, and forgotten after it. Outside of a
 * question nothing is kept.
 */
public final class OncePerLook<K, V> {

    private static final ScopedValue<Map<OncePerLook<?, ?>, Map<?, ?>>> LOOK = ScopedValue.newInstance();

    /** Does the work as one look, or as part of the look that goes on. */
    public static <T> T look(Supplier<T> work) {
        return LOOK.isBound()
                ? work.get()
                : ScopedValue.where(LOOK, new IdentityHashMap<>()).call(work::get);
    }

    /** The value of a key, from this look if it is known there. */
    @SuppressWarnings("unchecked")
    public V get(K key, Function<K, V> source) {
        if (!LOOK.isBound()) {
            return source.apply(key);
        }
        var known = (Map<K, V>) LOOK.get().computeIfAbsent(this, _ -> new HashMap<K, V>());
        @Nullable V value = known.get(key);
        if (value != null) {
            return value;
        }
        var made = source.apply(key);
        known.put(key, made);
        return made;
    }
}
