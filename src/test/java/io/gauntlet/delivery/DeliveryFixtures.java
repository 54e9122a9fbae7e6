package io.gauntlet.delivery;

import io.gauntlet.kernel.Digest;
import io.gauntlet.kernel.ObjectRef;
import io.gauntlet.kernel.ResourceType;
import io.gauntlet.rendering.Kinds;
import io.gauntlet.rendering.Manifest;
import io.gauntlet.rendering.ManifestSet;
import io.gauntlet.rendering.ManifestSet.Notice;
import io.gauntlet.rendering.Phase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Small stacks: a namespace, a role, a config map, a secret, a service and a StatefulSet. */
final class DeliveryFixtures {

    static final String NAMESPACE = "monitoring";
    static final String CANARY = "canary-7f3a91";

    private DeliveryFixtures() {}

    static ObjectRef ref(ResourceType type, String name) {
        return new ObjectRef(type, type.namespaced() ? NAMESPACE : "", name);
    }

    static ManifestSet set(Manifest... manifests) {
        return set(List.of(), List.of(manifests));
    }

    static ManifestSet set(List<Notice> notices, List<Manifest> manifests) {
        var ordered = new ArrayList<>(manifests);
        ordered.sort(Comparator.comparing(Manifest::phase));
        var text = new StringBuilder();
        ordered.forEach(manifest -> text.append(manifest.digest()));
        return new ManifestSet(ordered, notices, Digest.of(text.toString()));
    }

    /** The whole small stack; {@code value} is in the config map, {@code image} in the pod template. */
    static ManifestSet stack(String cluster, String value, String image) {
        return set(
                namespace(cluster),
                object(cluster, Kinds.SERVICE_ACCOUNT, "prometheus", Phase.ACCESS, ""),
                configMap(cluster, "rules", value),
                secret(cluster, "bucket", CANARY),
                object(cluster, Kinds.SERVICE, "prometheus", Phase.SERVICES, ",\"spec\":{\"clusterIP\":\"None\"}"),
                statefulSet(cluster, image, 3));
    }

    static Manifest namespace(String cluster) {
        return object(cluster, Kinds.NAMESPACE, NAMESPACE, Phase.GROUND, "");
    }

    static Manifest configMap(String cluster, String name, String value) {
        return object(cluster, Kinds.CONFIG_MAP, name, Phase.CONFIGURATION, ",\"data\":{\"a.yml\":\"" + value + "\"}");
    }

    static Manifest secret(String cluster, String name, String value) {
        return object(cluster, Kinds.SECRET, name, Phase.CONFIGURATION, ",\"stringData\":{\"key\":\"" + value + "\"}");
    }

    static Manifest statefulSet(String cluster, String image, int replicas) {
        return object(
                cluster,
                Kinds.STATEFUL_SET,
                "prometheus",
                Phase.WORKLOADS,
                ",\"spec\":{\"replicas\":" + replicas + ",\"template\":{\"spec\":{\"containers\":[{\"image\":\"" + image
                        + "\",\"name\":\"prometheus\"}]}}}");
    }

    static Manifest object(String cluster, ResourceType type, String name, Phase phase, String rest) {
        var ref = ref(type, name);
        var json = "{\"apiVersion\":\"" + type.apiVersion() + "\",\"kind\":\"" + type.kind() + "\",\"metadata\":{"
                + "\"labels\":{\"app.kubernetes.io/managed-by\":\"gauntlet\",\"gauntlet.io/cluster\":\"" + cluster
                + "\"},\"name\":\"" + name + "\""
                + (type.namespaced() ? ",\"namespace\":\"" + NAMESPACE + "\"" : "") + "}" + rest + "}";
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        return new Manifest(ref, phase, "prometheus", bytes, Digest.of(bytes));
    }
}
