package io.gauntlet.rendering;

import java.util.List;

/** Workload objects around a pod template. */
final class Workloads {

    private Workloads() {}

    /** A volume that each pod of a stateful set gets; without a size, one that lives as long as the pod. */
    record Claim(String name, String size) {}

    /**
     * Pods with an identity. All start at once: none of ours waits for its lower numbers.
     *
     * @param service the service that gives each pod its name
     */
    static void statefulSet(
            RenderScope scope, Component component, int replicas, String service, PodTemplate pods, Claim claim) {
        var spec = Doc.map("replicas", replicas, "serviceName", service, "podManagementPolicy", "Parallel");
        if (claim.size().isBlank()) {
            pods.volume(claim.name(), Doc.map("emptyDir", new Doc()));
        } else {
            spec.put("volumeClaimTemplates", List.of(claim(scope, claim)));
            // The default, said aloud: nothing that a push does may delete a volume.
            spec.put("persistentVolumeClaimRetentionPolicy", Doc.map("whenDeleted", "Retain", "whenScaled", "Retain"));
        }
        spec.put("updateStrategy", Doc.map("type", "RollingUpdate"))
                .put("selector", Doc.map("matchLabels", scope.selector(component)))
                .put("template", pods.toDoc());
        scope.out().add(Kinds.STATEFUL_SET, component, component.workload(), Doc.map("spec", spec));
    }

    private static Doc claim(RenderScope scope, Claim claim) {
        var spec = Doc.map(
                        "accessModes",
                        List.of("ReadWriteOnce"),
                        "resources",
                        Doc.map("requests", Doc.map("storage", claim.size())))
                .putUnlessEmpty("storageClassName", scope.storageClassName());
        return Doc.map("metadata", Doc.map("name", claim.name()), "spec", spec);
    }

    static void deployment(RenderScope scope, Component component, int replicas, PodTemplate pods) {
        var spec = Doc.map(
                "replicas",
                replicas,
                "revisionHistoryLimit",
                3,
                "strategy",
                Doc.map("type", "RollingUpdate", "rollingUpdate", Doc.map("maxUnavailable", 1, "maxSurge", 1)),
                "selector",
                Doc.map("matchLabels", scope.selector(component)),
                "template",
                pods.toDoc());
        scope.out().add(Kinds.DEPLOYMENT, component, component.workload(), Doc.map("spec", spec));
    }

    /** Lets a drain take one pod at a time. Not for single pods, which it would either not protect or never let go. */
    static void disruptionBudget(RenderScope scope, Component component, int replicas) {
        if (replicas < 2) {
            return;
        }
        var spec = Doc.map(
                "maxUnavailable",
                1,
                // A pod that is not ready protects nothing; without this it could block a drain for ever.
                "unhealthyPodEvictionPolicy",
                "AlwaysAllow",
                "selector",
                Doc.map("matchLabels", scope.selector(component)));
        scope.out().add(Kinds.POD_DISRUPTION_BUDGET, component, component.workload(), Doc.map("spec", spec));
    }
}
