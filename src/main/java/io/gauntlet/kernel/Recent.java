package io.gauntlet.kernel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bounded memory of what was used last, for things that can be worked out again. */
public final class Recent {

    private Recent() {}

    /** A map for many threads that forgets the entry that was not used for longest when it would hold more than {@code kept}. */
    public static <K, V> Map<K, V> map(int kept) {
        return Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > kept;
            }
        });
    }
}
