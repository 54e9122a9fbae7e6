package io.gauntlet.delivery;

import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.LiveObject;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.LabelSelector.Operator;
import io.gauntlet.kernel.LabelSelector.Requirement;
import io.gauntlet.kernel.ResourceType;
import io.gauntlet.rendering.Manifest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Pods that a new workload would make its own: those that its selector matches and that no controller has any more, as
 * {@code kubectl delete --cascade=orphan} leaves them. Such a workload starts no pods beside them but replaces them.
 */
final class OrphanedPods {

    private static final ResourceType REPLICA_SETS = new ResourceType("apps", "v1", "ReplicaSet", "replicasets", true);

    private final ClusterApi api;

    OrphanedPods(ClusterApi api) {
        this.api = api;
    }

    /**
     * Says what becomes of such pods. A stateful set replaces none whose volumes are no claims of its own: it tries to add them
     * to the running pod, which Kubernetes refuses, and waits for ever, so a person has to delete these pods.
     */
    DraftBuilder adopted(Manifest manifest, DraftBuilder draft) {
        if (!Refs.workload(manifest.ref())) {
            return draft;
        }
        // A deployment has its pods through a replica set, which is what it adopts.
        var type = "Deployment".equals(manifest.ref().type().kind()) ? REPLICA_SETS : Refs.PODS;
        var orphans = orphans(type, manifest);
        if (orphans.isEmpty()) {
            return draft;
        }
        var stuck = withoutClaims(manifest, orphans);
        var found = "Found " + orphans.size() + " " + type.plural() + " without an owner that its selector matches: ";
        return draft.restarts(true)
                .message(
                        stuck.isEmpty()
                                ? found + "it takes them over and replaces them."
                                : found + "it takes them over, but " + String.join(", ", stuck)
                                        + " have not the volume claims that it needs, and Kubernetes cannot add them to a"
                                        + " running pod. After the push delete them in this order, each when the one before"
                                        + " is ready again: kubectl delete pod " + stuck.getFirst() + " -n "
                                        + manifest.ref().namespace());
    }

    /** Names of pods that lack a claim that the stateful set makes for them, in the order of the names. */
    private static List<String> withoutClaims(Manifest manifest, List<LiveObject> pods) {
        var templates = Json.read(manifest.json())
                .path("spec")
                .path("volumeClaimTemplates")
                .valueStream()
                .map(template -> template.path("metadata").path("name").asString(""))
                .toList();
        return pods.stream()
                .filter(pod -> !templates.stream()
                        .map(template -> template + "-" + pod.ref().name())
                        .allMatch(claims(pod)::contains))
                .map(pod -> pod.ref().name())
                .sorted()
                .toList();
    }

    private static Set<String> claims(LiveObject pod) {
        return pod.content()
                .path("spec")
                .path("volumes")
                .valueStream()
                .map(volume ->
                        volume.path("persistentVolumeClaim").path("claimName").asString(""))
                .collect(Collectors.toSet());
    }

    private List<LiveObject> orphans(ResourceType type, Manifest manifest) {
        var labels = Json.read(manifest.json()).path("spec").path("selector").path("matchLabels");
        var selector = new LabelSelector(labels.properties().stream()
                .map(label -> new Requirement(
                        label.getKey(), Operator.IN, Set.of(label.getValue().asString(""))))
                .toList());
        try {
            return api.list(type, manifest.ref().namespace(), selector).stream()
                    .filter(object -> object.content()
                            .path("metadata")
                            .path("ownerReferences")
                            .valueStream()
                            .noneMatch(owner -> owner.path("controller").asBoolean(false)))
                    .toList();
        } catch (ClusterCallException refused) {
            if (refused.failure() == ClusterCallException.Failure.FORBIDDEN) {
                return List.of();
            }
            throw refused;
        }
    }
}
