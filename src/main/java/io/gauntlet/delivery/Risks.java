package io.gauntlet.delivery;

import io.gauntlet.kernel.BoundedYaml;
import io.gauntlet.kernel.DomainException;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.PromDuration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a change does beyond its text: replaced pods, endangered samples. Codes have texts in the message bundle. */
final class Risks {

    static final String VOLUME_CLAIMS = "volume-claims";
    static final String REPLICAS_REDUCED = "replicas-reduced";
    static final String RETENTION_SHORTENED = "retention-shortened";
    static final String EXTERNAL_LABELS = "external-labels";
    static final String WORKLOAD_DELETED = "stateful-deleted";
    static final String COMPACTOR_MOVES = "compactor-moves";
    static final String FOREIGN_CONTAINERS = "foreign-containers";

    private static final String COMPACTOR = "compactor";
    private static final Pattern RETENTION = Pattern.compile(
            "--(storage\\.tsdb\\.retention\\.time|retention\\.resolution-[a-z0-9]+|tsdb\\.retention)=(\\S+)");

    private Risks() {}

    static boolean restarts(ObjectRef ref, JsonNode before, JsonNode after) {
        return Refs.workload(ref) && !template(before).equals(template(after));
    }

    static List<String> ofChange(ObjectRef ref, JsonNode before, JsonNode after) {
        var risks = new ArrayList<String>();
        if ("StatefulSet".equals(ref.type().kind())) {
            if (!claims(before).equals(claims(after))) {
                risks.add(VOLUME_CLAIMS);
            }
            if (replicas(after) < replicas(before)) {
                risks.add(REPLICAS_REDUCED);
            }
        }
        if (Refs.workload(ref) && anyShorter(retentions(before), retentions(after))) {
            risks.add(RETENTION_SHORTENED);
        }
        if ("ConfigMap".equals(ref.type().kind())) {
            if (externalLabelsDiffer(before, after)) {
                risks.add(EXTERNAL_LABELS);
            }
            if (anyShorter(configuredRetentions(before), configuredRetentions(after))) {
                risks.add(RETENTION_SHORTENED);
            }
        }
        return risks;
    }

    /** Lists are merged by name, so what another manager has put into a pod goes on running there, beside what is ours. */
    static List<String> ofTakeOver(ObjectRef ref, JsonNode before, JsonNode after, byte[] rendered) {
        var risks = ofChange(ref, before, after);
        if (Refs.workload(ref) && !containers(Json.read(rendered)).containsAll(containers(after))) {
            risks.add(FOREIGN_CONTAINERS);
        }
        return risks;
    }

    private static Set<String> containers(JsonNode workload) {
        return template(workload)
                .path("spec")
                .path("containers")
                .valueStream()
                .map(container -> container.path("name").asString(""))
                .collect(Collectors.toSet());
    }

    static List<String> ofDelete(ObjectRef ref, String component) {
        if (COMPACTOR.equals(component) && Refs.workload(ref)) {
            return List.of(COMPACTOR_MOVES);
        }
        return "StatefulSet".equals(ref.type().kind()) ? List.of(WORKLOAD_DELETED) : List.of();
    }

    /** A compactor that starts beside a stack that ran without one was somewhere else before. */
    static List<String> ofCreate(ObjectRef ref, String component, boolean firstPush) {
        return !firstPush && COMPACTOR.equals(component) && Refs.workload(ref) ? List.of(COMPACTOR_MOVES) : List.of();
    }

    private static JsonNode template(JsonNode object) {
        return object.path("spec").path("template");
    }

    private static List<JsonNode> claims(JsonNode object) {
        return object.path("spec")
                .path("volumeClaimTemplates")
                .valueStream()
                .map(claim -> claim.path("spec"))
                .toList();
    }

    private static int replicas(JsonNode object) {
        return object.path("spec").path("replicas").asInt(1);
    }

    private static boolean anyShorter(Map<String, PromDuration> old, Map<String, PromDuration> future) {
        for (var entry : future.entrySet()) {
            var previous = old.get(entry.getKey());
            if (previous != null && shorter(previous, entry.getValue())) {
                return true;
            }
        }
        return false;
    }

    /** Zero keeps for ever. */
    private static boolean shorter(PromDuration previous, PromDuration next) {
        if (next.millis() == 0) {
            return false;
        }
        return previous.millis() == 0 || next.compareTo(previous) < 0;
    }

    private static Map<String, PromDuration> retentions(JsonNode object) {
        var result = new HashMap<String, PromDuration>();
        for (var container : template(object).path("spec").path("containers").values()) {
            for (var argument : container.path("args").values()) {
                var matcher = RETENTION.matcher(argument.asString(""));
                if (matcher.matches()) {
                    duration(matcher.group(2)).ifPresent(value -> result.put(matcher.group(1), value));
                }
            }
        }
        return result;
    }

    private static Optional<PromDuration> duration(String text) {
        try {
            return Optional.of(PromDuration.of(text));
        } catch (DomainException.Invalid notOne) {
            return Optional.empty();
        }
    }

    private static boolean externalLabelsDiffer(JsonNode before, JsonNode after) {
        var old = externalLabels(before);
        var future = externalLabels(after);
        old.keySet().retainAll(future.keySet());
        future.keySet().retainAll(old.keySet());
        return !old.equals(future);
    }

    /** External labels of every Prometheus configuration in a config map, by key of the map. */
    private static Map<String, Object> externalLabels(JsonNode object) {
        return configured(object, "global", "external_labels");
    }

    /** Since Prometheus 3.11 the retention is in the configuration. */
    private static Map<String, PromDuration> configuredRetentions(JsonNode object) {
        var result = new HashMap<String, PromDuration>();
        configured(object, "storage", "tsdb", "retention", "time")
                .forEach((key, value) -> duration(value.toString()).ifPresent(time -> result.put(key, time)));
        return result;
    }

    /** What is at a path of each YAML document in a config map, by key of the map. */
    private static Map<String, Object> configured(JsonNode object, String... path) {
        var result = new HashMap<String, Object>();
        object.path("data").properties().forEach(entry -> {
            var text = entry.getValue().asString("");
            if (text.contains(path[path.length - 1] + ":")) {
                at(text, path).ifPresent(value -> result.put(entry.getKey(), value));
            }
        });
        return result;
    }

    private static Optional<Object> at(String text, String... path) {
        try {
            @Nullable Object value = BoundedYaml.loadMap("config", text);
            for (var key : path) {
                value = value instanceof Map<?, ?> map ? map.get(key) : null;
            }
            return Optional.ofNullable(value);
        } catch (DomainException.Invalid notYaml) {
            return Optional.empty();
        }
    }
}
