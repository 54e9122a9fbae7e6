package io.gauntlet.sandbox.api;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What the API server fills in where a client says nothing, kind by kind. */
final class Defaults {

    private static final String RBAC = "rbac.authorization.k8s.io";

    private Defaults() {}

    static void fill(ResourceKind kind, ObjectNode object) {
        switch (kind.kind()) {
            case "Deployment" -> deployment(object);
            case "StatefulSet" -> statefulSet(object);
            case "DaemonSet" -> daemonSet(object);
            case "ReplicaSet" -> replicaSet(object);
            case "Pod" -> PodDefaults.fillPod(object);
            case "Service" -> service(object);
            case "Namespace" -> namespace(object);
            case "Secret" -> Json.fill(object, "type", "Opaque");
            case "RoleBinding", "ClusterRoleBinding" -> binding(object);
            case "StorageClass" -> {
                Json.fill(object, "reclaimPolicy", "Delete");
                Json.fill(object, "volumeBindingMode", "Immediate");
            }
            case "PersistentVolumeClaim" -> {
                Json.fill(Json.child(object, "spec"), "volumeMode", "Filesystem");
                Json.fill(Json.child(object, "status"), "phase", "Pending");
            }
            case "PodDisruptionBudget" -> budget(object);
            case "Ingress" -> Json.child(Json.child(object, "status"), "loadBalancer");
            case "NetworkPolicy" -> networkPolicy(object);
            case "HTTPRoute", "GRPCRoute" -> GatewayDefaults.fill(kind, object);
            default -> {}
        }
    }

    private static void template(ObjectNode spec) {
        var template = Json.child(spec, "template");
        Json.child(template, "metadata");
        PodDefaults.fill(Json.child(template, "spec"));
    }

    private static void deployment(ObjectNode object) {
        var spec = Json.child(object, "spec");
        Json.fill(spec, "replicas", 1);
        template(spec);
        var strategy = Json.child(spec, "strategy");
        Json.fill(strategy, "type", "RollingUpdate");
        if (Json.text(strategy, "type").equals("RollingUpdate")) {
            var rolling = Json.child(strategy, "rollingUpdate");
            Json.fill(rolling, "maxUnavailable", "25%");
            Json.fill(rolling, "maxSurge", "25%");
        }
        Json.fill(spec, "revisionHistoryLimit", 10);
        Json.fill(spec, "progressDeadlineSeconds", 600);
        Json.child(object, "status");
    }

    private static void statefulSet(ObjectNode object) {
        var spec = Json.child(object, "spec");
        Json.fill(spec, "replicas", 1);
        template(spec);
        Json.each(spec.path("volumeClaimTemplates"), claim -> {
            Json.fill(claim, "kind", "PersistentVolumeClaim");
            Json.fill(claim, "apiVersion", "v1");
            Json.fill(Json.child(claim, "spec"), "volumeMode", "Filesystem");
            Json.fill(Json.child(claim, "status"), "phase", "Pending");
        });
        Json.fill(spec, "podManagementPolicy", "OrderedReady");
        var strategy = Json.child(spec, "updateStrategy");
        Json.fill(strategy, "type", "RollingUpdate");
        if (Json.text(strategy, "type").equals("RollingUpdate")) {
            Json.fill(Json.child(strategy, "rollingUpdate"), "partition", 0);
        }
        Json.fill(spec, "revisionHistoryLimit", 10);
        var retention = Json.child(spec, "persistentVolumeClaimRetentionPolicy");
        Json.fill(retention, "whenDeleted", "Retain");
        Json.fill(retention, "whenScaled", "Retain");
        var status = Json.child(object, "status");
        Json.fill(status, "replicas", 0);
        Json.fill(status, "availableReplicas", 0);
    }

    private static void daemonSet(ObjectNode object) {
        var spec = Json.child(object, "spec");
        template(spec);
        var strategy = Json.child(spec, "updateStrategy");
        Json.fill(strategy, "type", "RollingUpdate");
        if (Json.text(strategy, "type").equals("RollingUpdate")) {
            var rolling = Json.child(strategy, "rollingUpdate");
            Json.fill(rolling, "maxUnavailable", 1);
            Json.fill(rolling, "maxSurge", 0);
        }
        Json.fill(spec, "revisionHistoryLimit", 10);
        var status = Json.child(object, "status");
        for (var count :
                List.of("currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady")) {
            Json.fill(status, count, 0);
        }
    }

    private static void replicaSet(ObjectNode object) {
        var spec = Json.child(object, "spec");
        Json.fill(spec, "replicas", 1);
        template(spec);
        Json.fill(Json.child(object, "status"), "replicas", 0);
    }

    private static void service(ObjectNode object) {
        var spec = Json.child(object, "spec");
        Json.fill(spec, "type", "ClusterIP");
        var type = Json.text(spec, "type");
        Json.fill(spec, "sessionAffinity", "None");
        if (Json.text(spec, "sessionAffinity").equals("ClientIP")) {
            Json.fill(Json.child(Json.child(spec, "sessionAffinityConfig"), "clientIP"), "timeoutSeconds", 10800);
        }
        Json.each(spec.path("ports"), port -> {
            Json.fill(port, "protocol", "TCP");
            if (!port.has("targetPort")) {
                port.set("targetPort", port.path("port"));
            }
        });
        if (!type.equals("ExternalName")) {
            Json.fill(spec, "internalTrafficPolicy", "Cluster");
        }
        if (type.equals("NodePort") || type.equals("LoadBalancer")) {
            Json.fill(spec, "externalTrafficPolicy", "Cluster");
        }
        if (type.equals("LoadBalancer")) {
            Json.fill(spec, "allocateLoadBalancerNodePorts", true);
        }
        Json.child(Json.child(object, "status"), "loadBalancer");
    }

    private static void namespace(ObjectNode object) {
        var metadata = Json.metadata(object);
        Json.child(metadata, "labels").put("kubernetes.io/metadata.name", Json.text(metadata, "name"));
        Json.fill(Json.child(object, "status"), "phase", "Active");
    }

    private static void binding(ObjectNode object) {
        Json.within(object, "roleRef", role -> Json.fill(role, "apiGroup", RBAC));
        Json.each(object.path("subjects"), subject -> {
            if (!Json.text(subject, "kind").equals("ServiceAccount")) {
                Json.fill(subject, "apiGroup", RBAC);
            }
        });
    }

    private static void budget(ObjectNode object) {
        Json.child(object, "spec");
        var status = Json.child(object, "status");
        for (var count : List.of("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods")) {
            Json.fill(status, count, 0);
        }
    }

    private static void networkPolicy(ObjectNode object) {
        var spec = Json.child(object, "spec");
        for (var direction : List.of("ingress", "egress")) {
            Json.each(
                    spec.path(direction),
                    rule -> Json.each(rule.path("ports"), port -> Json.fill(port, "protocol", "TCP")));
        }
        if (!spec.has("policyTypes")) {
            var types = spec.putArray("policyTypes").add("Ingress");
            if (!spec.path("egress").isEmpty()) {
                types.add("Egress");
            }
        }
    }
}
