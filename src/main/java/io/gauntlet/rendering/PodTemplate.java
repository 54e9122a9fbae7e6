package io.gauntlet.rendering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pods of one component: own service account, no API token unless asked for, not as root, spread over nodes and zones
 * where there are several.
 */
final class PodTemplate {

    /** The user {@code nobody}, which Prometheus, Thanos and the exporters all can run as. */
    static final int NOBODY = 65534;

    private static final Map<Component, Fragment> AFFINITY = new ConcurrentHashMap<>();
    private static final Map<Integer, Fragment> USERS = new ConcurrentHashMap<>();

    private final RenderScope scope;
    private final Component component;
    private final Doc labels;
    private final Doc annotations = new Doc();
    private final Doc spec;
    private final List<Doc> volumes = new ArrayList<>();
    private final List<Container> containers = new ArrayList<>();

    PodTemplate(RenderScope scope, Component component) {
        this.scope = scope;
        this.component = component;
        this.labels = new CommonLabels(scope.config().cluster()).of(component);
        scope.adopted(component).ifPresent(old -> old.values().forEach(labels::put));
        this.spec = Doc.map(
                "serviceAccountName",
                component.workload(),
                "automountServiceAccountToken",
                false,
                "enableServiceLinks",
                false,
                "nodeSelector",
                Doc.map("kubernetes.io/os", "linux"));
        user(NOBODY);
    }

    PodTemplate user(int id) {
        spec.put("securityContext", USERS.computeIfAbsent(id, PodTemplate::securityContext));
        return this;
    }

    private static Fragment securityContext(int id) {
        return Fragment.of(Doc.map("runAsNonRoot", true, "runAsUser", id, "runAsGroup", id, "fsGroup", id)
                // Changing the owner of every block at each start would take minutes on a full volume.
                .put("fsGroupChangePolicy", "OnRootMismatch")
                .put("seccompProfile", Doc.map("type", "RuntimeDefault")));
    }

    /** The pod talks to the API server. */
    PodTemplate apiToken() {
        spec.put("automountServiceAccountToken", true);
        return this;
    }

    PodTemplate graceSeconds(int seconds) {
        spec.put("terminationGracePeriodSeconds", seconds);
        return this;
    }

    PodTemplate annotation(String name, String value) {
        annotations.put(name, value);
        return this;
    }

    PodTemplate container(Container container) {
        containers.add(container);
        return this;
    }

    PodTemplate volume(String name, Doc source) {
        volumes.add(source.put("name", name));
        return this;
    }

    /** A setting of the pod that only one component needs. */
    PodTemplate with(String key, Object value) {
        spec.put(key, value);
        return this;
    }

    /** Prefers other nodes, then other zones, for each further pod; never leaves one pending. */
    PodTemplate spread() {
        var own = CommonLabels.selector(component);
        spec.put(
                "affinity",
                scope.adopted(component).isPresent()
                        ? affinity(scope.selector(component))
                        : AFFINITY.computeIfAbsent(component, key -> affinity(own)));
        return this;
    }

    private static Fragment affinity(Doc labels) {
        var terms =
                List.of(away(labels, 100, "kubernetes.io/hostname"), away(labels, 50, "topology.kubernetes.io/zone"));
        return Fragment.of(
                Doc.map("podAntiAffinity", Doc.map("preferredDuringSchedulingIgnoredDuringExecution", terms)));
    }

    private static Doc away(Doc labels, int weight, String topology) {
        var selector = Doc.map("matchLabels", labels);
        return Doc.map(
                "weight", weight, "podAffinityTerm", Doc.map("labelSelector", selector, "topologyKey", topology));
    }

    Doc toDoc() {
        spec.put("containers", containers.stream().map(Container::toDoc).toList());
        spec.putUnlessEmpty("volumes", volumes);
        return Doc.map("metadata", Doc.map("labels", labels).putUnlessEmpty("annotations", annotations), "spec", spec);
    }
}
