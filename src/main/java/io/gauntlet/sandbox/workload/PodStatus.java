package io.gauntlet.sandbox.workload;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the status of a pod as the kubelet reports it. */
final class PodStatus {

    private PodStatus() {}

    static ObjectNode of(ObjectNode pod, PodState state, String now) {
        var containers = Containers.of(pod);
        var ready = state.isStarted() && state.containers.values().stream().allMatch(one -> one.ready);
        var anyStarted = state.containers.values().stream().anyMatch(one -> one.program != null || one.failure != null);
        var status = Tree.object();
        status.put("phase", state.isStarted() && anyStarted ? "Running" : "Pending");
        status.set("conditions", conditions(pod, state, ready, now));
        if (!state.unschedulable.isEmpty() || Tree.text(pod, "spec", "nodeName").isEmpty()) {
            status.put("qosClass", "Burstable");
            return status;
        }
        status.put("hostIP", Nodes.address(Nodes.indexOf(Tree.text(pod, "spec", "nodeName"))));
        if (!state.ip.isEmpty()) {
            status.put("podIP", state.ip);
            status.putArray("podIPs").addObject().put("ip", state.ip);
        }
        status.put("startTime", earlier(pod, "startTime", now));
        var all = status.putArray("containerStatuses");
        var init = Tree.object().arrayNode();
        for (var container : containers) {
            var restartable = container.has("restartPolicy");
            (restartable ? init : all).add(container(pod, container, state));
        }
        for (var container : Tree.at(pod, "spec", "initContainers")) {
            if (!container.has("restartPolicy")) {
                init.add(finished(container, state));
            }
        }
        if (!init.isEmpty()) {
            status.set("initContainerStatuses", init);
        }
        status.put("qosClass", "Burstable");
        return status;
    }

    private static JsonNode conditions(ObjectNode pod, PodState state, boolean ready, String now) {
        var conditions = new Conditions(pod, now);
        if (!state.unschedulable.isEmpty() || Tree.text(pod, "spec", "nodeName").isEmpty()) {
            if (!state.unschedulable.isEmpty()) {
                conditions.add("PodScheduled", false, "Unschedulable", state.unschedulable);
            }
            return conditions.toJson();
        }
        var unready = ready ? "" : "ContainersNotReady";
        var message = ready ? "" : "containers with unready status: [" + unreadyNames(state) + "]";
        conditions.add("PodReadyToStartContainers", state.isStarted(), "", "");
        conditions.add("Initialized", true, "", "");
        conditions.add("Ready", ready, unready, message);
        conditions.add("ContainersReady", ready, unready, message);
        conditions.add("PodScheduled", true, "", "");
        return conditions.toJson();
    }

    private static String unreadyNames(PodState state) {
        var names = new StringBuilder();
        state.containers.forEach((name, one) -> {
            if (!one.ready) {
                names.append(names.isEmpty() ? "" : " ").append(name);
            }
        });
        return names.toString();
    }

    private static String earlier(JsonNode pod, String field, String now) {
        var before = Tree.text(pod, "status", field);
        return before.isEmpty() ? now : before;
    }

    private static ObjectNode container(ObjectNode pod, JsonNode container, PodState state) {
        var name = Tree.text(container, "name");
        var one = state.containers.getOrDefault(name, new PodState.Container());
        var status = base(container);
        var present = status.putObject("state");
        if (one.program != null) {
            present.putObject("running").put("startedAt", printed(one.runningSince));
        } else {
            var waiting = present.putObject("waiting");
            waiting.put("reason", one.waitingReason.isEmpty() ? "ContainerCreating" : one.waitingReason);
            if (!one.waitingMessage.isEmpty()) {
                waiting.put("message", one.waitingMessage);
            }
        }
        var last = status.putObject("lastState");
        if (one.failure != null) {
            var terminated = last.putObject("terminated");
            terminated.put("exitCode", 1);
            terminated.put("reason", "Error");
            terminated.put("message", one.failure);
            terminated.put("startedAt", printed(one.failedAt));
            terminated.put("finishedAt", printed(one.failedAt));
        }
        status.put("ready", one.ready);
        status.put("started", one.program != null);
        status.put("restartCount", one.restarts);
        if (one.program != null) {
            status.put("containerID", "containerd://" + Tree.uid(pod).replace("-", "") + name);
        }
        return status;
    }

    private static ObjectNode finished(JsonNode container, PodState state) {
        var status = base(container);
        if (state.startedAt == null) {
            status.putObject("state").putObject("waiting").put("reason", "PodInitializing");
        } else {
            var terminated = status.putObject("state").putObject("terminated");
            terminated.put("exitCode", 0).put("reason", "Completed");
            terminated.put("startedAt", printed(state.startedAt)).put("finishedAt", printed(state.startedAt));
        }
        status.put("ready", state.startedAt != null);
        status.put("restartCount", 0);
        return status;
    }

    private static ObjectNode base(JsonNode container) {
        var status = Tree.object();
        status.put("name", Tree.text(container, "name"));
        status.put("image", Tree.text(container, "image"));
        status.put("imageID", Tree.text(container, "image"));
        return status;
    }

    private static String printed(@Nullable Instant moment) {
        return moment == null ? "" : moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
