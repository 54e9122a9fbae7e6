package io.gauntlet.adoption;

import io.gauntlet.adoption.Survey.Item;
import io.gauntlet.adoption.Survey.Workload;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.LiveObject;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.ResourceType;
import io.gauntlet.rendering.Kinds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads what runs in namespaces of a cluster and keeps what belongs to a monitoring stack. Writes nothing. */
final class Surveyor {

    private static final int MAX_ITEMS = 500;
    private static final String OPERATOR = "monitoring.coreos.com";
    private static final ResourceType CLAIM =
            new ResourceType("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", true);

    private final ResourceName cluster;
    private final ClusterReader reader;
    private final List<Running> running = new ArrayList<>();
    private final Map<ObjectRef, Item> items = new LinkedHashMap<>();
    private final List<CustomResource> resources = new ArrayList<>();

    Surveyor(ResourceName cluster, ClusterApi api) {
        this.cluster = cluster;
        this.reader = new ClusterReader(api);
    }

    /** An object of the Prometheus Operator. */
    record CustomResource(String kind, String namespace, String name, JsonNode content) {}

    /**
     * What was found.
     *
     * @param reader reads more of the same cluster, and knows what could not be read
     */
    record Found(List<Running> running, List<Item> items, List<CustomResource> resources, ClusterReader reader) {}

    Found look(List<String> namespaces) {
        var operated = reader.serves(OPERATOR, "v1");
        for (var namespace : namespaces) {
            for (var type : List.of(Kinds.STATEFUL_SET, Kinds.DEPLOYMENT, Kinds.DAEMON_SET)) {
                reader.list(type, namespace).forEach(this::workload);
            }
            if (operated) {
                customResources(namespace);
            }
            services(namespace);
            claims(namespace);
        }
        running.forEach(this::mounted);
        return new Found(running, List.copyOf(items.values()), resources, reader);
    }

    private void workload(LiveObject live) {
        var spec = live.content().path("spec");
        var pod = PodShape.of(spec.path("template").path("spec"));
        var parts = pod.containers().stream()
                .flatMap(container -> Recognition.part(container).stream())
                .toList();
        if (parts.isEmpty()) {
            return;
        }
        var owners = FieldOwners.of(live.content());
        running.add(new Running(
                new Workload(
                        live.ref().type().kind(),
                        live.ref().namespace(),
                        Untrusted.line(live.ref().name()),
                        replicas(live.content()),
                        parts,
                        selector(spec),
                        Origins.of(live.content(), owners, cluster),
                        Origins.owner(live.content()),
                        owners),
                pod,
                spec));
    }

    private static int replicas(JsonNode object) {
        return "DaemonSet".equals(object.path("kind").asString(""))
                ? object.path("status").path("desiredNumberScheduled").asInt(0)
                : object.path("spec").path("replicas").asInt(1);
    }

    private static Map<String, String> selector(JsonNode spec) {
        var result = new HashMap<String, String>();
        if (spec.path("selector").path("matchExpressions").isEmpty()) {
            spec.path("selector")
                    .path("matchLabels")
                    .properties()
                    .forEach(
                            label -> result.put(label.getKey(), label.getValue().asString("")));
        }
        return result;
    }

    private void customResources(String namespace) {
        for (var kind : List.of("Prometheus", "Alertmanager", "PrometheusRule", "ThanosRuler")) {
            var plural = "Prometheus".equals(kind) ? "prometheuses" : kind.toLowerCase(java.util.Locale.ROOT) + "s";
            var type = new ResourceType(OPERATOR, "v1", kind, plural, true);
            for (var live : reader.list(type, namespace)) {
                resources.add(new CustomResource(kind, namespace, live.ref().name(), live.content()));
                item(live, "custom resource of the Prometheus Operator");
            }
        }
    }

    /** Services whose selector matches pods of the stack. */
    private void services(String namespace) {
        for (var live : reader.list(Kinds.SERVICE, namespace)) {
            var selector = live.content().path("spec").path("selector");
            running.stream()
                    .filter(one -> one.namespace().equals(namespace) && !selector.isEmpty())
                    .filter(one -> matches(selector, one.spec()))
                    .findFirst()
                    .ifPresent(one -> item(live, "leads to " + one.title()));
        }
    }

    private static boolean matches(JsonNode selector, JsonNode spec) {
        var labels = spec.path("template").path("metadata").path("labels");
        return selector.properties().stream()
                .allMatch(entry -> Objects.equals(
                        entry.getValue().asString(""),
                        labels.path(entry.getKey()).asString(null)));
    }

    /** Volumes of the stateful sets, by the names that Kubernetes gives their claims. */
    private void claims(String namespace) {
        for (var live : reader.list(CLAIM, namespace)) {
            running.stream()
                    .filter(one -> one.namespace().equals(namespace))
                    .filter(one ->
                            claimNames(one).anyMatch(prefix -> live.ref().name().startsWith(prefix)))
                    .findFirst()
                    .ifPresent(one -> item(live, "volume of " + one.title()));
        }
    }

    private static Stream<String> claimNames(Running one) {
        return one.spec()
                .path("volumeClaimTemplates")
                .valueStream()
                .map(claim -> claim.path("metadata").path("name").asString("") + "-"
                        + one.workload().name() + "-");
    }

    /** ConfigMaps are read, Secrets only named: their content is read where an importer needs it. */
    private void mounted(Running one) {
        var sources = one.pod().volumes().values().stream().flatMap(List::stream);
        sources.filter(source -> Names.object(source.name())).forEach(source -> {
            var purpose = "mounted by " + one.title();
            if (source.secret()) {
                var ref = new ObjectRef(Kinds.SECRET, one.namespace(), source.name());
                keep(ref, new Item("Secret", one.namespace(), source.name(), purpose, Survey.Origin.CLIENT, List.of()));
            } else {
                reader.get(Kinds.CONFIG_MAP, one.namespace(), source.name()).ifPresent(live -> item(live, purpose));
            }
        });
    }

    private void item(LiveObject live, String purpose) {
        var owners = FieldOwners.of(live.content());
        var origin = Origins.of(live.content(), owners, cluster);
        keep(
                live.ref(),
                new Item(
                        live.ref().type().kind(),
                        live.ref().namespace(),
                        Untrusted.line(live.ref().name()),
                        Untrusted.line(purpose),
                        origin,
                        owners));
    }

    private void keep(ObjectRef ref, Item item) {
        if (items.size() < MAX_ITEMS) {
            items.putIfAbsent(ref, item);
        }
    }
}
