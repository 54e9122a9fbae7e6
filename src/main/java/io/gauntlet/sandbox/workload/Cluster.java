package io.gauntlet.sandbox.workload;

import io.gauntlet.kernel.Digest;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What all controllers of a cluster share: its objects, the time, and the ways to name and to report. */
final class Cluster {

    /** Kubernetes leaves out vowels and digits that look like them, so that no name is a word. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int KEPT_HASHES = 64;

    private final ClusterObjects objects;
    private final Timeline timeline;
    private final Map<String, List<ObjectNode>> lists = new HashMap<>();
    private final Map<String, String> hashes = new HashMap<>();
    private long counter;
    private boolean changed;

    Cluster(ClusterObjects objects, Timeline timeline) {
        this.objects = objects;
        this.timeline = timeline;
    }

    Instant now() {
        return timeline.now();
    }

    /** The present second, as API objects write times. */
    String timestamp() {
        return now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The objects of a kind as they are now; read once between two writes. */
    List<ObjectNode> list(String kind) {
        return lists.computeIfAbsent(kind, objects::list);
    }

    /** Forgets what was read, since others may have written. */
    void refresh() {
        lists.clear();
    }

    Optional<ObjectNode> find(String kind, String namespace, String name) {
        return objects.find(kind, namespace, name);
    }

    boolean create(ObjectNode object) {
        return note(object, objects.create(object));
    }

    void update(ObjectNode object) {
        note(object, objects.update(object));
    }

    void delete(JsonNode object) {
        note(object, objects.delete(Tree.kind(object), Tree.namespace(object), Tree.name(object)));
    }

    /** Writes the status if it says something new. */
    void status(ObjectNode object, ObjectNode status) {
        if (!object.path("status").equals(status)) {
            var copy = Tree.object().setAll(object);
            copy.set("status", status);
            note(copy, objects.updateStatus(copy));
        }
    }

    private boolean note(JsonNode object, boolean written) {
        lists.remove(Tree.kind(object));
        changed |= written;
        return written;
    }

    /** Whether anything was written since the last call. */
    boolean takeChanged() {
        var answer = changed;
        changed = false;
        return answer;
    }

    /** Reports a warning about an object once, as an Event that stays. */
    void warn(JsonNode about, String reason, String message) {
        var name = Tree.name(about) + "."
                + Digest.of(Tree.uid(about) + reason + message).hex().substring(0, 16);
        if (find("Event", Tree.namespace(about), name).isPresent()) {
            return;
        }
        var event = Tree.object("v1", "Event", Tree.namespace(about), name);
        var involved = event.putObject("involvedObject");
        involved.put("apiVersion", Tree.text(about, "apiVersion"));
        involved.put("kind", Tree.kind(about));
        involved.put("namespace", Tree.namespace(about));
        involved.put("name", Tree.name(about));
        involved.put("uid", Tree.uid(about));
        event.put("type", "Warning");
        event.put("reason", reason);
        event.put("message", message);
        event.put("count", 1);
        event.put("firstTimestamp", timestamp());
        event.put("lastTimestamp", timestamp());
        event.putObject("source").put("component", "kubelet");
        event.put("reportingComponent", "kubelet");
        event.put("reportingInstance", "");
        create(event);
    }

    /** Ten letters that stand for the pod template of a workload: equal templates have equal hashes. */
    String hash(JsonNode workload) {
        if (hashes.size() > KEPT_HASHES) {
            hashes.clear();
        }
        var generation = Tree.uid(workload) + "@" + Tree.text(workload, "metadata", "generation");
        return hashes.computeIfAbsent(
                generation,
                _ -> letters(
                        Digest.of(Tree.at(workload, "spec", "template").toString())
                                .hex(),
                        10));
    }

    static String letters(String hex, int length) {
        var rest = new BigInteger(hex, 16);
        var text = new StringBuilder();
        for (var i = 0; i < length; i++) {
            var parts = rest.divideAndRemainder(BigInteger.valueOf(ALPHABET.length()));
            text.append(ALPHABET.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return text.toString();
    }

    /** Five letters that no earlier call has given for this owner. */
    String suffix(JsonNode owner) {
        counter++;
        return letters(Digest.of(Tree.uid(owner) + counter).hex(), 5);
    }

    /** The pods that a controller owns and that are not being deleted, by name. */
    List<ObjectNode> podsOf(JsonNode owner) {
        var uid = Tree.uid(owner);
        var pods = new ArrayList<ObjectNode>();
        for (var pod : list("Pod")) {
            var controller = Tree.controller(pod);
            if (!Tree.isDeleted(pod)
                    && controller.isPresent()
                    && Tree.text(controller.get(), "uid").equals(uid)) {
                pods.add(pod);
            }
        }
        pods.sort(Comparator.comparing(Tree::name));
        return pods;
    }
}
