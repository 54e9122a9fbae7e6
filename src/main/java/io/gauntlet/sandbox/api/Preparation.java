package io.gauntlet.sandbox.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the server decides itself when an object is stored: addresses, encodings, generations, finalizers. */
final class Preparation {

    private static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";
    private static final int FIRST_NODE_PORT = 30_000;
    private static final int NODE_PORTS = 2_768;
    private static final int ADDRESSES = 65_000;

    private final ObjectStore store;

    Preparation(ObjectStore store) {
        this.store = store;
    }

    void create(ResourceKind kind, ObjectNode object) {
        var metadata = Json.metadata(object);
        if (kind.traits().generations()) {
            metadata.put("generation", 1);
        }
        switch (kind.kind()) {
            case "Namespace" -> namespace(object);
            case "Pod" -> PodDefaults.admit(object);
            case "PersistentVolumeClaim" -> metadata.putArray("finalizers").add("kubernetes.io/pvc-protection");
            case "DaemonSet" -> Json.fill(Json.child(metadata, "annotations"), TEMPLATE_GENERATION, "1");
            case "Service" -> service(object);
            default -> {}
        }
        secret(kind, object);
    }

    void update(ResourceKind kind, JsonNode before, ObjectNode object) {
        var metadata = Json.metadata(object);
        var old = before.path("metadata");
        for (var field : new String[] {"uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"}) {
            keep(old, metadata, field);
        }
        if (kind.traits().status() && before.has("status")) {
            object.set("status", before.path("status").deepCopy());
        }
        if (kind.kind().equals("Service")) {
            for (var field : new String[] {"clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"}) {
                keepIfMissing(before.path("spec"), Json.child(object, "spec"), field);
            }
            service(object);
        }
        secret(kind, object);
        if (kind.kind().equals("Namespace")) {
            namespace(object);
        }
        if (kind.kind().equals("DaemonSet")) {
            daemonSet(before, object);
        }
        keep(old, metadata, "generation");
        if (kind.traits().generations() && !spec(before).equals(spec(object))) {
            metadata.put("generation", old.path("generation").asLong(0) + 1);
        }
    }

    private static void namespace(ObjectNode object) {
        var spec = Json.child(object, "spec");
        if (!spec.has("finalizers")) {
            spec.putArray("finalizers").add("kubernetes");
        }
    }

    private static JsonNode spec(JsonNode object) {
        return object.path("spec");
    }

    private static void daemonSet(JsonNode before, ObjectNode object) {
        var generation = Json.at(before, "metadata", "annotations")
                .path(TEMPLATE_GENERATION)
                .asInt(1);
        var changed = !Json.at(before, "spec", "template").equals(Json.at(object, "spec", "template"));
        Json.child(Json.metadata(object), "annotations")
                .put(TEMPLATE_GENERATION, String.valueOf(changed ? generation + 1 : generation));
    }

    private static void keep(JsonNode from, ObjectNode to, String field) {
        if (from.has(field)) {
            to.set(field, from.path(field));
        } else {
            to.remove(field);
        }
    }

    private static void keepIfMissing(JsonNode from, ObjectNode to, String field) {
        if (!to.has(field) && from.has(field)) {
            to.set(field, from.path(field).deepCopy());
        }
    }

    private static void secret(ResourceKind kind, ObjectNode object) {
        if (kind.kind().equals("Secret") && object.remove("stringData") instanceof ObjectNode texts) {
            var data = Json.child(object, "data");
            for (var entry : texts.properties()) {
                var bytes = entry.getValue().asString("").getBytes(StandardCharsets.UTF_8);
                data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
            }
        }
    }

    private void service(ObjectNode object) {
        var spec = Json.child(object, "spec");
        var type = Json.text(spec, "type");
        if (type.equals("ExternalName")) {
            return;
        }
        if (Json.text(spec, "clusterIP").isEmpty()) {
            spec.put(
                    "clusterIP",
                    address(Json.text(object, "metadata", "namespace") + Json.text(object, "metadata", "name")));
        }
        spec.putArray("clusterIPs").add(Json.text(spec, "clusterIP"));
        if (!spec.has("ipFamilies")) {
            spec.putArray("ipFamilies").add("IPv4");
        }
        Json.fill(spec, "ipFamilyPolicy", "SingleStack");
        if (!type.equals("ClusterIP")) {
            Json.each(spec.path("ports"), this::nodePort);
        }
    }

    private void nodePort(ObjectNode port) {
        if (!port.has("nodePort")) {
            var used = new HashSet<Integer>();
            for (var service : store.list(ResourceKinds.named("Service"), "").objects()) {
                Json.at(store.read(service), "spec", "ports")
                        .forEach(one -> used.add(one.path("nodePort").asInt(0)));
            }
            port.put(
                    "nodePort",
                    FIRST_NODE_PORT
                            + free(port.path("port").asInt(0), NODE_PORTS, n -> used.contains(n + FIRST_NODE_PORT)));
        }
    }

    private String address(String seed) {
        Set<String> used = new HashSet<>();
        for (var service : store.list(ResourceKinds.named("Service"), "").objects()) {
            used.add(Json.text(store.read(service), "spec", "clusterIP"));
        }
        return address(free(seed.hashCode(), ADDRESSES, n -> used.contains(address(n))));
    }

    private static String address(int number) {
        return "10.96." + (number + 10) / 256 + "." + (number + 10) % 256;
    }

    private static int free(int seed, int range, Predicate<Integer> used) {
        var candidate = Math.floorMod(seed, range);
        var tried = new ArrayList<Integer>();
        while (used.test(candidate) && tried.size() < range) {
            tried.add(candidate);
            candidate = (candidate + 1) % range;
        }
        return candidate;
    }
}
