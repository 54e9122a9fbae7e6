package io.gauntlet.sandbox.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the kubelet remembers about one pod. Guarded by the lock of its cluster. */
final class PodState {

    /** What the kubelet remembers about one container. */
    static final class Container {
        @Nullable
        Program program;

        @Nullable
        Instant runningSince;

        @Nullable
        Instant restartAt;

        String waitingReason = "ContainerCreating";
        String waitingMessage = "";

        @Nullable
        String failure;

        @Nullable
        Instant failedAt;

        int restarts;
        boolean ready;

        void run(Program started, Instant now) {
            program = started;
            runningSince = now;
            restartAt = null;
            waitingReason = "";
            waitingMessage = "";
            ready = false;
        }

        void waitFor(String reason, String message) {
            program = null;
            runningSince = null;
            ready = false;
            waitingReason = reason;
            waitingMessage = message;
        }

        /** The program has exited: it starts again after a pause that doubles each time. */
        void fail(String message, String pod, Instant now, SimulationDelays delays) {
            var doublings = Math.min(restarts, 16);
            var pause = delays.backOff().multipliedBy(1L << doublings);
            pause = pause.compareTo(delays.longestBackOff()) > 0 ? delays.longestBackOff() : pause;
            failure = message;
            failedAt = now;
            restartAt = now.plus(pause);
            waitFor("CrashLoopBackOff", "back-off " + printed(pause) + " restarting failed container=" + pod);
        }

        private static String printed(Duration pause) {
            return pause.toSeconds() + "s";
        }
    }

    @Nullable
    Instant startAt;

    @Nullable
    Instant startedAt;

    /** When the kubelet's own period ends for files that have changed. */
    @Nullable
    Instant syncAt;

    /** When the kubelet gets to a pod whose annotations have changed. */
    @Nullable
    Instant touchedAt;

    String ip = "";
    String unschedulable = "";
    Volumes.@Nullable Content content;
    Map<String, String> annotations = Map.of();
    final Map<String, Container> containers = new LinkedHashMap<>();

    /** What is known about a container of the pod. */
    Container of(JsonNode container) {
        return containers.computeIfAbsent(Tree.text(container, "name"), _ -> new Container());
    }

    boolean isStarted() {
        return startedAt != null;
    }
}
