package io.gauntlet.sandbox.api;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the API server fills into the spec of a pod or of a pod template. */
final class PodDefaults {

    private static final int FILE_MODE = 0644;

    private PodDefaults() {}

    static void fill(ObjectNode spec) {
        Json.fill(spec, "restartPolicy", "Always");
        Json.fill(spec, "terminationGracePeriodSeconds", 30);
        Json.fill(spec, "dnsPolicy", "ClusterFirst");
        Json.child(spec, "securityContext");
        Json.fill(spec, "schedulerName", "default-scheduler");
        accounts(spec);
        Json.each(spec.path("volumes"), PodDefaults::volume);
        for (var containers : List.of("initContainers", "containers")) {
            Json.each(spec.path(containers), PodDefaults::container);
        }
    }

    /** The old and the new name of the field always say the same. */
    private static void accounts(ObjectNode spec) {
        var account = Json.text(spec, "serviceAccountName");
        if (account.isEmpty()) {
            account = Json.text(spec, "serviceAccount");
        }
        if (!account.isEmpty()) {
            spec.put("serviceAccountName", account).put("serviceAccount", account);
        }
    }

    /** What only a pod itself gets. */
    static void fillPod(ObjectNode pod) {
        var spec = Json.child(pod, "spec");
        fill(spec);
        Json.fill(spec, "enableServiceLinks", true);
    }

    /** What the server decides when a pod is created, so that the client does not own it. */
    static void admit(ObjectNode pod) {
        var spec = Json.child(pod, "spec");
        Json.fill(spec, "serviceAccountName", "default");
        Json.fill(spec, "serviceAccount", Json.text(spec, "serviceAccountName"));
        Json.fill(spec, "priority", 0);
        Json.fill(spec, "preemptionPolicy", "PreemptLowerPriority");
        if (!spec.has("tolerations")) {
            var tolerations = spec.putArray("tolerations");
            for (var key : List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")) {
                tolerations
                        .addObject()
                        .put("key", key)
                        .put("operator", "Exists")
                        .put("effect", "NoExecute")
                        .put("tolerationSeconds", 300);
            }
        }
        var status = Json.child(pod, "status");
        Json.fill(status, "phase", "Pending");
        Json.fill(status, "qosClass", "BestEffort");
    }

    private static void container(ObjectNode container) {
        Json.each(container.path("ports"), port -> Json.fill(port, "protocol", "TCP"));
        Json.each(container.path("env"), variable -> fieldReference(variable.path("valueFrom")));
        Json.child(container, "resources");
        for (var probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            Json.within(container, probe, PodDefaults::probe);
        }
        for (var hook : List.of("postStart", "preStop")) {
            Json.within(container.path("lifecycle"), hook, PodDefaults::request);
        }
        Json.fill(container, "terminationMessagePath", "/dev/termination-log");
        Json.fill(container, "terminationMessagePolicy", "File");
        Json.fill(container, "imagePullPolicy", pullPolicy(Json.text(container, "image")));
    }

    private static String pullPolicy(String image) {
        var name = image.substring(image.lastIndexOf('/') + 1);
        if (name.contains("@")) {
            return "IfNotPresent";
        }
        return !name.contains(":") || name.endsWith(":latest") ? "Always" : "IfNotPresent";
    }

    private static void probe(ObjectNode probe) {
        request(probe);
        Json.within(probe, "grpc", grpc -> Json.fill(grpc, "service", ""));
        Json.fill(probe, "timeoutSeconds", 1);
        Json.fill(probe, "periodSeconds", 10);
        Json.fill(probe, "successThreshold", 1);
        Json.fill(probe, "failureThreshold", 3);
    }

    private static void request(ObjectNode handler) {
        Json.within(handler, "httpGet", get -> {
            Json.fill(get, "path", "/");
            Json.fill(get, "scheme", "HTTP");
        });
    }

    private static void fieldReference(JsonNode source) {
        Json.within(source, "fieldRef", reference -> Json.fill(reference, "apiVersion", "v1"));
    }

    private static void volume(ObjectNode volume) {
        if (volume.size() == 1) {
            volume.putObject("emptyDir");
        }
        for (var files : List.of("secret", "configMap", "projected", "downwardAPI")) {
            Json.within(volume, files, source -> Json.fill(source, "defaultMode", FILE_MODE));
        }
        Json.within(volume, "hostPath", path -> Json.fill(path, "type", ""));
        Json.each(Json.at(volume, "downwardAPI", "items"), PodDefaults::fieldReference);
        Json.each(Json.at(volume, "projected", "sources"), source -> {
            Json.each(Json.at(source, "downwardAPI", "items"), PodDefaults::fieldReference);
            Json.within(source, "serviceAccountToken", token -> Json.fill(token, "expirationSeconds", 3600));
        });
        Json.within(
                Json.at(volume, "ephemeral", "volumeClaimTemplate"),
                "spec",
                claim -> Json.fill(claim, "volumeMode", "Filesystem"));
    }
}
