package io.gauntlet.sandbox.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes a loaded configuration as its program shows it: comments are gone, every secret reads {@code <secret>}. */
final class ShownConfig {

    private static final String HIDDEN = "<secret>";
    private static final Pattern SECRET = Pattern.compile(
            "(?:.*_)?(?:password|secret|token|credentials|api_key|routing_key|service_key|user_key|webhook_url"
                    + "|secret_key|auth_secret|token_id)|slack_api_url");
    private static final Set<String> SECRET_URLS = Set.of("webhook_configs", "incidentio_configs");

    private ShownConfig() {}

    static String of(Map<String, Object> config) {
        var settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        return new Dump(settings).dumpToString(masked(config, ""));
    }

    /** The configuration with these external labels in place of its own. */
    static String of(Map<String, Object> config, Map<String, String> externalLabels) {
        var copy = new LinkedHashMap<>(config);
        if (copy.get("global") instanceof Map<?, ?> global && global.containsKey("external_labels")) {
            var changed = new LinkedHashMap<Object, Object>(global);
            changed.put("external_labels", externalLabels);
            copy.put("global", changed);
        }
        return of(copy);
    }

    private static @Nullable Object masked(@Nullable Object value, String parent) {
        if (value instanceof Map<?, ?> map) {
            var copy = new LinkedHashMap<Object, @Nullable Object>();
            map.forEach((key, item) -> {
                var name = String.valueOf(key);
                var scalar = !(item instanceof Map) && !(item instanceof List);
                copy.put(key, scalar && isSecret(name, parent) ? HIDDEN : masked(item, name));
            });
            return copy;
        }
        if (value instanceof List<?> list) {
            var copy = new ArrayList<@Nullable Object>();
            list.forEach(item -> copy.add(masked(item, parent)));
            return copy;
        }
        return value;
    }

    private static boolean isSecret(String key, String parent) {
        return SECRET.matcher(key).matches()
                || (key.equals("url") && SECRET_URLS.contains(parent))
                || (key.equals("api_url") && parent.equals("slack_configs"));
    }
}
