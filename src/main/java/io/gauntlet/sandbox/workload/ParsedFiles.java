package io.gauntlet.sandbox.workload;

import io.gauntlet.sandbox.promql.Broken;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parsed configuration files, the latest few hundred of the whole process. Replicas mostly have equal files, and a fleet
 * has too many to keep them all parsed.
 */
final class ParsedFiles {

    private record Key(Class<?> type, String path, String text) {}

    private interface Parser<T> {
        T parse() throws Broken;
    }

    private static final int KEPT = 256;
    private static final Map<Key, Object> LATEST = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Object> eldest) {
            return size() > KEPT;
        }
    };

    private ParsedFiles() {}

    static PrometheusConfig prometheus(String path, String text) throws Broken {
        return get(PrometheusConfig.class, path, text, () -> PrometheusConfig.parse(path, text));
    }

    static AlertmanagerConfig alertmanager(String text) throws Broken {
        return get(AlertmanagerConfig.class, "", text, () -> AlertmanagerConfig.parse(text));
    }

    static RuleFile rules(String path, String text, boolean thanos) throws Broken {
        return get(RuleFile.class, thanos + path, text, () -> RuleFile.parse(path, text, thanos));
    }

    private static <T> T get(Class<T> type, String path, String text, Parser<T> parser) throws Broken {
        var key = new Key(type, path, text);
        var known = find(key);
        if (known != null) {
            return type.cast(known);
        }
        var parsed = parser.parse();
        synchronized (LATEST) {
            LATEST.put(key, parsed);
        }
        return parsed;
    }

    private static @Nullable Object find(Key key) {
        synchronized (LATEST) {
            return LATEST.get(key);
        }
    }
}
