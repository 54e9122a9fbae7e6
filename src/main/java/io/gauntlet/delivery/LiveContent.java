package io.gauntlet.delivery;

import io.gauntlet.kernel.Digest;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What of a live object is its content: everything but status, bookkeeping of the API server and annotations that built-in
 * controllers write. Two objects with the same content are the same for a plan, whatever their resourceVersion.
 */
final class LiveContent {

    private static final List<String> BOOKKEEPING =
            List.of("managedFields", "resourceVersion", "generation", "creationTimestamp", "uid", "selfLink");
    private static final String DEPLOYMENT_REVISION = "deployment.kubernetes.io/revision";

    private LiveContent() {}

    static ObjectNode of(JsonNode live) {
        var content = (ObjectNode) live.deepCopy();
        content.remove("status");
        if (content.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove(BOOKKEEPING);
            if (metadata.get("annotations") instanceof ObjectNode annotations) {
                annotations.remove(DEPLOYMENT_REVISION);
                if (annotations.isEmpty()) {
                    metadata.remove("annotations");
                }
            }
        }
        return content;
    }

    static boolean same(JsonNode one, JsonNode other) {
        return of(one).equals(of(other));
    }

    /** Canonical text: keys sorted, so that the order in which a server writes them does not matter. */
    static String canonical(JsonNode content) {
        return Json.write(sorted(content));
    }

    /** Content address; keyed where the object is a Secret, because a short secret could be guessed from a plain hash. */
    static Digest digest(JsonNode live, Fingerprints fingerprints) {
        var text = canonical(of(live));
        return "Secret".equals(live.path("kind").asString("")) ? fingerprints.keyed(text) : Digest.of(text);
    }

    private static Object sorted(JsonNode node) {
        if (node.isObject()) {
            var map = new TreeMap<String, Object>();
            node.properties().forEach(field -> map.put(field.getKey(), sorted(field.getValue())));
            return map;
        }
        if (node.isArray()) {
            return node.valueStream().map(LiveContent::sorted).toList();
        }
        return node;
    }
}
