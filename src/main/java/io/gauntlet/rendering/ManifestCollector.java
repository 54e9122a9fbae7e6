package io.gauntlet.rendering;

import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Takes the objects of one stack, completes their metadata and writes them. */
final class ManifestCollector {

    private final String namespace;
    private final CommonLabels labels;
    private final List<Manifest> manifests = new ArrayList<>(80);
    private final CanonicalJson writer = new CanonicalJson();

    ManifestCollector(String namespace, CommonLabels labels) {
        this.namespace = namespace;
        this.labels = labels;
    }

    void add(ResourceType type, Component component, String name, Doc body) {
        add(type, component, name, new Doc(), body);
    }

    /** @param extraMetadata labels or annotations beyond the common ones, as {@code labels} and {@code annotations} mappings */
    void add(ResourceType type, Component component, String name, Doc extraMetadata, Doc body) {
        var own = labels.of(component);
        if (extraMetadata.get("labels") instanceof Doc more) {
            own.putAll(more);
        }
        var metadata = Doc.map("name", name, "labels", own).putIf(type.namespaced(), "namespace", namespace);
        if (extraMetadata.get("annotations") instanceof Doc annotations) {
            metadata.put("annotations", annotations);
        }
        body.put("apiVersion", type.apiVersion()).put("kind", type.kind()).put("metadata", metadata);
        var json = writer.write(body);
        var ref = new ObjectRef(type, type.namespaced() ? namespace : "", name);
        manifests.add(new Manifest(ref, phase(type), component.label(), json, Digest.of(json)));
    }

    /** Everything in the order in which it is applied. */
    List<Manifest> inOrder() {
        manifests.sort(Comparator.comparing(Manifest::phase));
        return manifests;
    }

    static Phase phase(ResourceType type) {
        return switch (type.kind()) {
            case "Namespace", "StorageClass" -> Phase.GROUND;
            case "ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding" -> Phase.ACCESS;
            case "Secret", "ConfigMap" -> Phase.CONFIGURATION;
            case "Service" -> Phase.SERVICES;
            case "StatefulSet", "Deployment", "DaemonSet" -> Phase.WORKLOADS;
            default -> Phase.EXPOSURE;
        };
    }
}
