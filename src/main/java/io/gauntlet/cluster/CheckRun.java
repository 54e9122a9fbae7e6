package io.gauntlet.cluster;

import io.gauntlet.cluster.AccessReport.Check;
import io.gauntlet.cluster.AccessReport.Result;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.cluster.KubernetesApi.Greeting;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One run of all checks against one API server.
 *
 * @param version what the API server said of itself; empty when it did not answer
 */
record CheckRun(AccessReport report, Optional<String> version) {

    private static final ResourceType STORAGE_CLASSES =
            new ResourceType("storage.k8s.io", "v1", "StorageClass", "storageclasses", false);
    private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";
    private static final String HTTPS = "Use an https address; plain http is for simulated clusters on this machine.";
    private static final int OLDEST = 32;
    private static final int NEWEST = 36;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration MOST_SKEW = Duration.ofSeconds(30);
    private static final Duration EXPIRES_SOON = Duration.ofDays(3);
    private static final List<String> NAMES =
            List.of("reachable", "tls", "identity", "version", "permissions", "storage-class", "clock");

    /** The run against a cluster that cannot be asked at all, such as one without credentials. */
    static CheckRun impossible(ClusterCallException cause) {
        var failing = cause.failure() == Failure.UNAUTHORIZED ? "identity" : "reachable";
        return new CheckRun(
                new AccessReport(NAMES.stream()
                        .map(name -> name.equals(failing) ? failure(name, cause) : notTried(name))
                        .toList()),
                Optional.empty());
    }

    /** The run against a cluster that does not even answer for its version. */
    static CheckRun failed(ClusterCallException cause, boolean plain) {
        var failing = switch (cause.failure()) {
            case TLS -> "tls";
            case UNAUTHORIZED, FORBIDDEN -> "identity";
            case UNREACHABLE, THROTTLED, TIMEOUT, SERVER_ERROR, BAD_ANSWER -> "reachable";
        };
        var checks = new ArrayList<Check>();
        var before = true;
        for (var name : NAMES) {
            if (name.equals(failing)) {
                before = false;
                checks.add(failure(name, cause));
            } else if (before) {
                checks.add(
                        "tls".equals(name) ? tls(plain) : new Check(name, Result.OK, "The API server answers.", null));
            } else {
                checks.add(notTried(name));
            }
        }
        return new CheckRun(new AccessReport(checks), Optional.empty());
    }

    private static Check notTried(String name) {
        return new Check(name, Result.SKIPPED, "Not tried.", null);
    }

    private static Check tls(boolean plain) {
        return plain
                ? new Check(
                        "tls", Result.WARN, "Plain http: nothing is encrypted and no certificate is verified.", HTTPS)
                : new Check("tls", Result.OK, "Its certificate verifies.", null);
    }

    private static Check failure(String name, ClusterCallException cause) {
        return new Check(name, Result.FAIL, String.valueOf(cause.getMessage()), fix(cause.failure()));
    }

    private static String fix(Failure failure) {
        return switch (failure) {
            case TLS -> "Take the CA from the cluster: kubectl config view --raw --flatten --minify";
            case UNAUTHORIZED -> "Make a new token: kubectl create token gauntlet -n <namespace> --duration=720h";
            case FORBIDDEN -> "Apply the generated role: kubectl apply --server-side -f gauntlet-role.yaml";
            case THROTTLED, SERVER_ERROR -> "Look at the API server: kubectl get --raw /readyz?verbose";
            case UNREACHABLE, TIMEOUT, BAD_ANSWER ->
                "See whether the address answers from here: curl -k <address>/version";
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

        CheckRun run(KubernetesConnections.Connection connection, ResourceName namespace) {
            var api = connection.api();
            final Greeting greeting;
            try {
                greeting = api.greet();
            } catch (ClusterCallException unusable) {
                return failed(unusable, connection.plain());
            }
            var clocks = clock(greeting);
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                var identity = executor.submit(guarded("identity", () -> identity(api, connection.expiresAt())));
                var permissions =
                        executor.submit(guarded("permissions", () -> new PermissionCheck(api, json).run(namespace)));
                var storage = executor.submit(guarded("storage-class", () -> storageClass(api)));
                var end = System.nanoTime() + LIMIT.toNanos();
                var report = new AccessReport(List.of(
                        new Check("reachable", Result.OK, "The API server answers.", null),
                        tls(connection.plain()),
                        get("identity", identity, end),
                        version(greeting.version()),
                        get("permissions", permissions, end),
                        get("storage-class", storage, end),
                        clocks));
                executor.shutdownNow();
                return new CheckRun(report, Optional.of(greeting.version()));
            }
        }

        private static Callable<Check> guarded(String name, Callable<Check> check) {
            return () -> {
                try {
                    return check.call();
                } catch (ClusterCallException failed) {
                    return failure(name, failed);
                }
            };
        }

        private static Check get(String name, Future<Check> future, long end) {
            try {
                return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return new Check(name, Result.SKIPPED, "The check was interrupted.", null);
            } catch (TimeoutException late) {
                var cause = "It was not done within " + LIMIT.toSeconds() + " s.";
                return new Check(name, Result.FAIL, cause, fix(Failure.TIMEOUT));
            } catch (ExecutionException bug) {
                throw new IllegalStateException(bug.getCause());
            }
        }

        private Check identity(KubernetesApi api, Optional<Instant> expiresAt) {
            var user = api.whoAmI();
            if (user.isEmpty() || "system:anonymous".equals(user)) {
                return new Check(
                        "identity", Result.FAIL, "The credentials stand for nobody.", fix(Failure.UNAUTHORIZED));
            }
            var who = "Gauntlet is " + user + " there";
            if (expiresAt.isEmpty()) {
                return new Check("identity", Result.OK, who + "; the credentials do not say when they expire.", null);
            }
            var soon = expiresAt.get().isBefore(clock.instant().plus(EXPIRES_SOON));
            return new Check(
                    "identity",
                    soon ? Result.WARN : Result.OK,
                    who + " until " + expiresAt.get() + ".",
                    soon ? fix(Failure.UNAUTHORIZED) : null);
        }

        private static Check version(String version) {
            var minor = Integer.parseInt(version.split("[.+-]", -1)[1]);
            if (minor >= OLDEST && minor <= NEWEST) {
                return new Check("version", Result.OK, "Kubernetes " + version + ".", null);
            }
            return new Check(
                    "version",
                    Result.WARN,
                    "Kubernetes " + version + " is outside 1." + OLDEST + " to 1." + NEWEST
                            + ", which stacks are made for.",
                    minor < OLDEST ? "Upgrade the cluster." : "Upgrade Gauntlet.");
        }

        private static Check storageClass(KubernetesApi api) {
            var classes = api.list(STORAGE_CLASSES, "", LabelSelector.everything());
            var standard =
                    classes.stream().filter(found -> isDefault(found.content())).findFirst();
            if (standard.isPresent()) {
                var cause = "Volumes come from the default class "
                        + standard.get().ref().name() + ".";
                return new Check("storage-class", Result.OK, cause, null);
            }
            var names =
                    classes.stream().map(found -> found.ref().name()).limit(10).toList();
            return new Check(
                    "storage-class",
                    Result.WARN,
                    names.isEmpty()
                            ? "There is no storage class."
                            : "There is no default storage class, only " + String.join(", ", names) + ".",
                    names.isEmpty()
                            ? "Set storage.className or storage.provisioner in the stack of this cluster."
                            : "kubectl annotate storageclass " + names.getFirst() + " " + DEFAULT_CLASS
                                    + "=true, or set storage.className in the stack of this cluster.");
        }

        private static boolean isDefault(JsonNode storageClass) {
            return "true"
                    .equals(storageClass
                            .path("metadata")
                            .path("annotations")
                            .path(DEFAULT_CLASS)
                            .asString(""));
        }

        private Check clock(Greeting greeting) {
            try {
                var there = greeting.date()
                        .map(DateTimeFormatter.RFC_1123_DATE_TIME::parse)
                        .map(Instant::from);
                if (there.isEmpty()) {
                    return new Check("clock", Result.WARN, "The API server does not tell the time.", null);
                }
                var skew = Duration.between(there.get(), clock.instant()).abs();
                return skew.compareTo(MOST_SKEW) < 0
                        ? new Check("clock", Result.OK, "The clocks agree.", null)
                        : new Check(
                                "clock",
                                Result.WARN,
                                "The clocks differ by " + skew.toSeconds() + " s.",
                                "See which one is wrong: timedatectl status");
            } catch (DateTimeException unreadable) {
                return new Check("clock", Result.WARN, "The API server's time cannot be read.", null);
            }
        }
    }
}
