package io.gauntlet.cluster;

import io.gauntlet.cluster.AccessReport.Check;
import io.gauntlet.cluster.AccessReport.Result;
import io.gauntlet.kernel.ResourceName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.json.JsonMapper;

/** Asks the API server for every right of {@link RequiredAccess}, so that all missing ones are named at once. */
final class PermissionCheck {

    private static final int AT_ONCE = 8;

    private final KubernetesApi api;
    private final JsonMapper json;

    PermissionCheck(KubernetesApi api, JsonMapper json) {
        this.api = api;
        this.json = json;
    }

    /** A verb that is not allowed on something. */
    private record Lack(String what, String verb) {}

    Check run(ResourceName namespace) throws InterruptedException, ExecutionException {
        var missing = new LinkedHashMap<String, List<String>>();
        var gate = new Semaphore(AT_ONCE);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new ArrayList<Future<Optional<Lack>>>();
            for (var access : RequiredAccess.all()) {
                for (var verb : access.verbs()) {
                    asked.add(executor.submit(() -> {
                        gate.acquire();
                        try {
                            return allowed(access, verb, namespace)
                                    ? Optional.empty()
                                    : Optional.of(new Lack(describe(access, namespace), verb));
                        } finally {
                            gate.release();
                        }
                    }));
                }
            }
            for (var answer : asked) {
                answer.get()
                        .ifPresent(lack -> missing.computeIfAbsent(lack.what(), _ -> new ArrayList<>())
                                .add(lack.verb()));
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ClusterCallException call) {
                throw call;
            }
            throw failed;
        }
        return report(missing);
    }

    private static Check report(Map<String, List<String>> missing) {
        return missing.isEmpty()
                ? new Check("permissions", Result.OK, "Every right that a stack needs is there.", null)
                : new Check(
                        "permissions",
                        Result.FAIL,
                        "Rights on " + missing.size() + (missing.size() == 1 ? " kind is" : " kinds are") + " missing.",
                        missing.entrySet().stream()
                                .map(lack -> lack.getKey() + ": " + String.join(", ", lack.getValue()))
                                .toList(),
                        "Apply the generated role: kubectl apply --server-side -f gauntlet-role.yaml");
    }

    private boolean allowed(RequiredAccess access, String verb, ResourceName namespace) {
        var review = json.createObjectNode()
                .put("apiVersion", "authorization.k8s.io/v1")
                .put("kind", "SelfSubjectAccessReview");
        var attributes = review.putObject("spec").putObject("resourceAttributes");
        var resource = access.resource().split("/", 2);
        attributes.put("group", access.group()).put("resource", resource[0]).put("verb", verb);
        if (resource.length == 2) {
            attributes.put("subresource", resource[1]);
        }
        if (access.namespaced()) {
            attributes.put("namespace", namespace.value());
        }
        if (access.named()) {
            attributes.put("name", names(access, namespace).getFirst());
        }
        return api.review("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review)
                .path("status")
                .path("allowed")
                .asBoolean(false);
    }

    private static List<String> names(RequiredAccess access, ResourceName namespace) {
        return RequiredAccess.names(access.resource(), namespace.value());
    }

    private static String describe(RequiredAccess access, ResourceName namespace) {
        return access.resource()
                + (access.group().isEmpty() ? "" : "." + access.group())
                + (access.namespaced() ? " in " + namespace : "");
    }
}
