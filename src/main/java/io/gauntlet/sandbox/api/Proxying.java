package io.gauntlet.sandbox.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Passes requests on to pods, directly or through a service. */
final class Proxying {

    private static final String SERVICE_LABEL = "kubernetes.io/service-name";

    private final ObjectStore store;
    private final Supplier<PodProxy> pods;

    Proxying(ObjectStore store, Supplier<PodProxy> pods) {
        this.store = store;
        this.pods = pods;
    }

    /** The parts of {@code [scheme:]name[:port]}. */
    record Subject(String name, String port) {

        static Subject of(String text) {
            var parts = text.split(":", -1);
            return switch (parts.length) {
                case 1 -> new Subject(parts[0], "");
                case 2 -> new Subject(parts[0], parts[1]);
                default -> new Subject(parts[1], parts[2]);
            };
        }
    }

    ApiResponse answer(ResourceKind kind, String namespace, String subjectText, String path, ApiRequest request) {
        var subject = Subject.of(subjectText);
        var key = ObjectKey.of(kind, namespace, subject.name());
        var found = store.find(key).orElseThrow(() -> Failures.notFound(kind, subject.name()));
        var target = request.query().isEmpty() ? path : path + "?" + request.query();
        if (kind.kind().equals("Pod")) {
            if (Json.text(store.read(found), "status", "podIP").isEmpty()) {
                throw Failures.badRequest("address not allowed");
            }
            return ask(namespace, subject.name(), subject.port(), target, request);
        }
        var port = servicePort(store.read(found), subject.port());
        for (var pod : readyPods(namespace, subject.name())) {
            return ask(namespace, pod, port, target, request);
        }
        throw Failures.unavailable("no endpoints available for service \"" + subject.name() + "\"");
    }

    private ApiResponse ask(String namespace, String pod, String port, String target, ApiRequest request) {
        var body = new String(request.body(), StandardCharsets.UTF_8);
        var answer = pods.get()
                .answer(new PodProxy.Address(namespace, pod), port, request.method(), target, body)
                .orElseThrow(() -> Failures.unavailable("error trying to reach service: dial tcp: " + pod + ":" + port
                        + ": connect: connection refused"));
        return new ApiResponse(answer.status(), answer.contentType(), Map.of(), answer.body(), null);
    }

    private static String servicePort(JsonNode service, String wanted) {
        for (var port : Json.at(service, "spec", "ports")) {
            if (wanted.isEmpty()
                    || Json.text(port, "name").equals(wanted)
                    || Json.text(port, "port").equals(wanted)) {
                return Json.text(port, "targetPort");
            }
        }
        throw Failures.unavailable("no service port \"" + wanted + "\" found for service \""
                + Json.text(service, "metadata", "name") + "\"");
    }

    private List<String> readyPods(String namespace, String service) {
        var pods = new ArrayList<String>();
        for (var slice :
                store.list(ResourceKinds.named("EndpointSlice"), namespace).objects()) {
            if (Json.text(slice.metadata(), "labels", SERVICE_LABEL).equals(service)) {
                for (var endpoint : store.read(slice).path("endpoints")) {
                    if (Json.at(endpoint, "conditions", "ready").asBoolean(false)) {
                        pods.add(Json.text(endpoint, "targetRef", "name"));
                    }
                }
            }
        }
        return pods;
    }
}
