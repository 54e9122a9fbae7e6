package io.gauntlet.cluster;

import io.gauntlet.cluster.AccessReport.Check;
import io.gauntlet.cluster.AccessReport.Result;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.kernel.LabelSelector;
import io.gauntlet.kernel.ResourceName;
import io.gauntlet.kernel.ResourceType;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** One run of all checks against one API server. */
record CheckRun(AccessReport report, Optional<String> version) {

    private static final ResourceType STORAGE_CLASSES =
            new ResourceType("storage.k8s.io", "v1", "StorageClass", "storageclasses", false);
    private static final int OLDEST = 32;
    private static final int NEWEST = 36;
    private static final List<String> NAMES =
            List.of("reachable", "tls", "identity", "version", "permissions", "storage-class", "clock");

    /** The report of a cluster that does not even answer for its version. */
    static AccessReport failed(ClusterCallException cause) {
        var failing = switch (cause.failure()) {
            case TLS -> "tls";
            case UNAUTHORIZED, FORBIDDEN -> "identity";
            default -> "reachable";
        };
        var checks = new ArrayList<Check>();
        var before = true;
        for (var name : NAMES) {
            if (name.equals(failing)) {
                before = false;
                checks.add(new Check(name, Result.FAIL, String.valueOf(cause.getMessage()), fix(cause.failure())));
            } else {
                checks.add(new Check(
                        name, before ? Result.OK : Result.SKIPPED, before ? "It answers." : "Not tried.", null));
            }
        }
        return new AccessReport(checks);
    }

    private static String fix(Failure failure) {
        return switch (failure) {
            case TLS -> "Take the CA from the cluster: kubectl config view --raw --flatten --minify";
            case UNAUTHORIZED -> "Make a new token: kubectl create token gauntlet -n <namespace> --duration=720h";
            case FORBIDDEN -> "Apply the generated role again.";
            default -> "Look whether the address can be reached from here: curl -k <address>/version";
        };
    }

    /** Makes runs. */
    @Component
    static class Factory {

        private final JsonMapper json;
        private final Clock clock;

        Factory(JsonMapper json, Clock clock) {
            this.json = json;
            this.clock = clock;
        }

        CheckRun run(KubernetesApi api, ResourceName namespace) {
            var version = api.version();
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                var identity = executor.submit(guarded("identity", () -> identity(api)));
                var permissions =
                        executor.submit(guarded("permissions", () -> new PermissionCheck(api, json).run(namespace)));
                var storage = executor.submit(guarded("storage-class", () -> storageClass(api)));
                var skew = executor.submit(guarded("clock", () -> skew(api)));
                return new CheckRun(
                        new AccessReport(List.of(
                                new Check("reachable", Result.OK, "The API server answers.", null),
                                new Check("tls", Result.OK, "Its certificate verifies.", null),
                                get(identity),
                                version(version),
                                get(permissions),
                                get(storage),
                                get(skew))),
                        Optional.of(version));
            }
        }

        private static Callable<Check> guarded(String name, Callable<Check> check) {
            return () -> {
                try {
                    return check.call();
                } catch (ClusterCallException failed) {
                    return new Check(name, Result.FAIL, String.valueOf(failed.getMessage()), fix(failed.failure()));
                }
            };
        }

        private static Check get(Future<Check> future) {
            try {
                return future.get();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new ClusterCallException(Failure.UNREACHABLE, "The check was interrupted.");
            } catch (ExecutionException bug) {
                throw new IllegalStateException(bug.getCause());
            }
        }

        private Check identity(KubernetesApi api) {
            var review = json.createObjectNode()
                    .put("apiVersion", "authentication.k8s.io/v1")
                    .put("kind", "SelfSubjectReview");
            var user = api.review("/apis/authentication.k8s.io/v1/selfsubjectreviews", review)
                    .path("status")
                    .path("userInfo")
                    .path("username")
                    .asString("");
            return user.isEmpty() || "system:anonymous".equals(user)
                    ? new Check("identity", Result.FAIL, "The credentials stand for nobody.", fix(Failure.UNAUTHORIZED))
                    : new Check("identity", Result.OK, "Gauntlet is " + user + " there.", null);
        }

        private static Check version(String version) {
            var parts = version.substring(1).split("\\.", -1);
            var minor = Integer.parseInt(parts[1]);
            if ("1".equals(parts[0]) && minor >= OLDEST && minor <= NEWEST) {
                return new Check("version", Result.OK, "Kubernetes " + version + ".", null);
            }
            return new Check(
                    "version",
                    minor < OLDEST ? Result.FAIL : Result.WARN,
                    "Kubernetes " + version + " is outside 1." + OLDEST + " to 1." + NEWEST + ".",
                    "Upgrade the cluster, or Gauntlet.");
        }

        private static Check storageClass(KubernetesApi api) {
            var classes = api.list(STORAGE_CLASSES, "", LabelSelector.everything());
            var standard = classes.stream()
                    .filter(type -> "true"
                            .equals(type.content()
                                    .path("metadata")
                                    .path("annotations")
                                    .path("storageclass.kubernetes.io/is-default-class")
                                    .asString("")))
                    .findFirst();
            if (standard.isPresent()) {
                return new Check(
                        "storage-class",
                        Result.OK,
                        "Volumes come from the default class "
                                + standard.get().ref().name() + ".",
                        null);
            }
            var names =
                    classes.stream().map(type -> type.ref().name()).limit(10).toList();
            return new Check(
                    "storage-class",
                    Result.WARN,
                    names.isEmpty()
                            ? "There is no storage class."
                            : "There is no default storage class, only " + String.join(", ", names) + ".",
                    "Set storage.className or storage.provisioner in the stack of this cluster.");
        }

        private Check skew(KubernetesApi api) {
            var date = api.date();
            if (date.isEmpty()) {
                return new Check("clock", Result.WARN, "The API server does not tell the time.", null);
            }
            try {
                var there = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.get()));
                var skew = Duration.between(there, clock.instant()).abs();
                return skew.compareTo(Duration.ofSeconds(30)) < 0
                        ? new Check("clock", Result.OK, "The clocks agree.", null)
                        : new Check(
                                "clock",
                                Result.WARN,
                                "The clocks differ by " + skew.toSeconds() + " s.",
                                "Synchronise both: timedatectl status");
            } catch (DateTimeException unreadable) {
                return new Check("clock", Result.WARN, "The API server's time cannot be read.", null);
            }
        }
    }
}
