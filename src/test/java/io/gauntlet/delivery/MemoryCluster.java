package io.gauntlet.delivery;

import io.gauntlet.cluster.ApplyOutcome;
import io.gauntlet.cluster.ApplyRequest;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.LiveObject;
import io.gauntlet.cluster.ObjectVersion;
import io.gauntlet.cluster.ObjectWatch;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSet;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A cluster in memory with as much of server-side apply as plans and rollouts rely on. */
final class MemoryCluster implements ClusterApi {

    /** One request as a fault sees it. */
    record Call(String verb, ObjectRef ref, boolean answered) {}

    private record Stored(String uid, long version, ObjectNode content, ObjectNode ours) {}

    private final Map<ObjectRef, Stored> objects = new HashMap<>();
    private final Map<ObjectRef, Map<String, String>> foreignFields = new HashMap<>();
    private final List<String> writes = new ArrayList<>();
    private long counter = 100;
    private volatile Consumer<Call> fault = call -> {};
    private final List<Runnable> watchers = new java.util.concurrent.CopyOnWriteArrayList<>();
    private int requests;

    /** Called before a request takes effect and again after it did, before it is answered. */
    void fault(Consumer<Call> next) {
        fault = next;
    }

    synchronized List<String> writes() {
        return List.copyOf(writes);
    }

    synchronized int requests() {
        return requests;
    }

    synchronized void forgetCalls() {
        writes.clear();
        requests = 0;
    }

    @Override
    public String version() {
        before("version", new ObjectRef(io.gauntlet.rendering.Kinds.NAMESPACE, "", ""));
        return "v1.34.1";
    }

    @Override
    public Optional<LiveObject> get(ObjectRef ref) {
        before("get", ref);
        synchronized (this) {
            return Optional.ofNullable(objects.get(ref)).map(stored -> live(ref, stored));
        }
    }

    @Override
    public boolean serves(String group, String version) {
        return true;
    }

    @Override
    public List<LiveObject> list(ResourceType type, String namespace, LabelSelector selector) {
        before("list", new ObjectRef(type, namespace, ""));
        synchronized (this) {
            return objects.entrySet().stream()
                    .filter(entry -> entry.getKey().type().equals(type)
                            && (namespace.isEmpty()
                                    || entry.getKey().namespace().equals(namespace))
                            && selector.matches(labels(entry.getValue().content())))
                    .map(entry -> live(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }

    @Override
    public List<ObjectVersion> listMetadata(ResourceType type, String namespace, LabelSelector selector) {
        return list(type, namespace, selector).stream()
                .map(object -> new ObjectVersion(object.ref(), object.uid(), object.resourceVersion()))
                .toList();
    }

    @Override
    public ObjectWatch watchMetadata(ResourceType type, String namespace, LabelSelector selector, Runnable changed) {
        watchers.add(changed);
        return () -> watchers.remove(changed);
    }

    /** How many watches stand. */
    int watches() {
        return watchers.size();
    }

    @Override
    public ApplyOutcome apply(ApplyRequest request) {
        before(request.dryRun() ? "dry-run" : "apply", request.ref());
        final ApplyOutcome outcome;
        synchronized (this) {
            outcome = applied(request);
        }
        if (!request.dryRun()) {
            fault.accept(new Call("apply", request.ref(), true));
        }
        return outcome;
    }

    private ApplyOutcome applied(ApplyRequest request) {
        var ref = request.ref();
        var stored = objects.get(ref);
        var expected = request.expected();
        if (stored == null ? expected.isPresent() : expected.isEmpty()) {
            return new ApplyOutcome.Moved("not what was seen");
        }
        if (stored != null && !expected.orElseThrow().equals(expectation(stored))) {
            return new ApplyOutcome.Moved("not what was seen");
        }
        if (ref.type().namespaced() && !ref.namespace().isEmpty() && missing(ref.namespace())) {
            return new ApplyOutcome.Rejected(404, "NotFound", "namespaces \"" + ref.namespace() + "\" not found");
        }
        var next = (ObjectNode) Json.read(request.json());
        if (next.path("spec").path("poison").asBoolean(false)) {
            return new ApplyOutcome.Rejected(422, "Invalid", "spec.poison: must not be");
        }
        var conflicts = conflicts(ref, next);
        if (!conflicts.isEmpty() && !request.force()) {
            return new ApplyOutcome.Conflicted(conflicts);
        }
        var merged = merge(stored, next);
        if (stored != null && merged.equals(stored.content()) && next.equals(stored.ours())) {
            return new ApplyOutcome.Applied(live(ref, stored));
        }
        var result = new Stored(stored == null ? "uid-" + ++counter : stored.uid(), ++counter, merged, next);
        if (!request.dryRun()) {
            objects.put(ref, result);
            writes.add("apply " + ref);
            conflicts.forEach(conflict -> foreign(ref).remove(conflict.field()));
        }
        return new ApplyOutcome.Applied(live(ref, result));
    }

    @Override
    public boolean delete(ObjectRef ref, String uid, String resourceVersion) {
        before("delete", ref);
        synchronized (this) {
            var stored = objects.get(ref);
            if (stored != null && !expectation(stored).equals(new ApplyRequest.Expected(uid, resourceVersion))) {
                return false;
            }
            if (objects.remove(ref) != null) {
                writes.add("delete " + ref);
            }
        }
        fault.accept(new Call("delete", ref, true));
        return true;
    }

    @Override
    public ProxyAnswer proxy(String namespace, String pod, int port, String path) {
        return new ProxyAnswer(404, new byte[0]);
    }

    @Override
    public ProxyAnswer proxyPost(String namespace, String pod, int port, String path) {
        return new ProxyAnswer(404, new byte[0]);
    }

    @Override
    public String podLog(String namespace, String pod, String container, int lines) {
        return "";
    }

    /** Somebody else sets a field by its JSON pointer. */
    synchronized void edit(ObjectRef ref, String pointer, String value) {
        var stored = java.util.Objects.requireNonNull(objects.get(ref));
        var content = stored.content().deepCopy();
        var cut = pointer.lastIndexOf('/');
        ((ObjectNode) content.requiredAt(pointer.substring(0, cut)))
                .put(pointer.substring(cut + 1).replace("~1", "/").replace("~0", "~"), value);
        objects.put(ref, new Stored(stored.uid(), ++counter, content, stored.ours()));
        if (!pointer.startsWith("/status")) {
            foreign(ref).put(pointer, "hand");
        }
        watchers.forEach(Runnable::run);
    }

    /** A controller reports. */
    synchronized void status(ObjectRef ref, String text) {
        var stored = java.util.Objects.requireNonNull(objects.get(ref));
        var content = stored.content().deepCopy();
        content.putObject("status").put("text", text);
        objects.put(ref, new Stored(stored.uid(), ++counter, content, stored.ours()));
    }

    /** Somebody else makes an object. */
    synchronized void create(ObjectRef ref, String json) {
        var content = (ObjectNode) Json.read(json.getBytes(StandardCharsets.UTF_8));
        objects.put(ref, new Stored("uid-" + ++counter, ++counter, content, content.objectNode()));
    }

    synchronized void remove(ObjectRef ref) {
        objects.remove(ref);
    }

    synchronized Map<String, JsonNode> contents() {
        var result = new TreeMap<String, JsonNode>();
        objects.forEach((ref, stored) -> result.put(ref.toString(), LiveContent.of(stored.content())));
        return result;
    }

    private void before(String verb, ObjectRef ref) {
        synchronized (this) {
            requests++;
        }
        fault.accept(new Call(verb, ref, false));
    }

    private boolean missing(String namespace) {
        return objects.keySet().stream()
                .noneMatch(ref ->
                        "Namespace".equals(ref.type().kind()) && ref.name().equals(namespace));
    }

    private Map<String, String> foreign(ObjectRef ref) {
        return foreignFields.computeIfAbsent(ref, key -> new HashMap<>());
    }

    private List<ApplyOutcome.FieldConflict> conflicts(ObjectRef ref, ObjectNode next) {
        var stored = objects.get(ref);
        if (stored == null) {
            return List.of();
        }
        return foreign(ref).entrySet().stream()
                .filter(entry -> {
                    var wanted = next.at(entry.getKey());
                    return !wanted.isMissingNode()
                            && !wanted.equals(stored.content().at(entry.getKey()));
                })
                .map(entry -> new ApplyOutcome.FieldConflict(entry.getValue(), entry.getKey()))
                .toList();
    }

    /** What we applied before and do not any more goes, what others set stays. */
    private static ObjectNode merge(@Nullable Stored stored, ObjectNode next) {
        if (stored == null) {
            return next.deepCopy();
        }
        var merged = stored.content().deepCopy();
        drop(merged, stored.ours(), next);
        overlay(merged, next);
        return merged;
    }

    private static void drop(ObjectNode merged, ObjectNode before, ObjectNode next) {
        for (var field : before.properties()) {
            var now = next.get(field.getKey());
            if (now == null) {
                merged.remove(field.getKey());
            } else if (field.getValue() instanceof ObjectNode old
                    && now instanceof ObjectNode future
                    && merged.get(field.getKey()) instanceof ObjectNode child) {
                drop(child, old, future);
            }
        }
    }

    private static void overlay(ObjectNode merged, ObjectNode next) {
        for (var field : next.properties()) {
            if (field.getValue() instanceof ObjectNode future
                    && merged.get(field.getKey()) instanceof ObjectNode child) {
                overlay(child, future);
            } else {
                merged.set(field.getKey(), field.getValue().deepCopy());
            }
        }
    }

    private static ApplyRequest.Expected expectation(Stored stored) {
        return new ApplyRequest.Expected(stored.uid(), Long.toString(stored.version()));
    }

    private static LabelSet labels(JsonNode content) {
        var labels = new TreeMap<String, String>();
        content.path("metadata")
                .path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return LabelSet.of(labels);
    }

    private static LiveObject live(ObjectRef ref, Stored stored) {
        var content = stored.content().deepCopy();
        var metadata = content.withObject("metadata");
        metadata.put("uid", stored.uid());
        metadata.put("resourceVersion", Long.toString(stored.version()));
        metadata.putArray("managedFields").addObject().put("manager", "hand").put("time", "2026-11-24T12:00:00Z");
        return new LiveObject(ref, stored.uid(), Long.toString(stored.version()), content);
    }
}
