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

    DraftBuilder adopted(Manifest manifest, DraftBuilder draft) {
        if (!Refs.workload(manifest.ref())) {
            return draft;
        }
        // A deployment has its pods through a replica set, which is what it adopts.
        var type = "Deployment".equals(manifest.ref().type().kind()) ? REPLICA_SETS : Refs.PODS;
        var count = orphans(type, manifest).size();
        return count == 0
                ? draft
                : draft.restarts(true)
                        .message("Found " + count + " " + type.plural()
                                + " without an owner that its selector matches: it takes them over and replaces them.");
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
