package io.gauntlet.sandbox.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the containers of a pod and what each of them sees. */
final class Containers {

    private Containers() {}

    /** The containers that keep running: the ordinary ones and restartable init containers. */
    static List<JsonNode> of(ObjectNode pod) {
        return all(pod, true);
    }

    private static List<JsonNode> all(ObjectNode pod, boolean onlyRunning) {
        var all = new ArrayList<JsonNode>();
        for (var container : Tree.at(pod, "spec", "initContainers")) {
            if (!onlyRunning || Tree.text(container, "restartPolicy").equals("Always")) {
                all.add(container);
            }
        }
        Tree.at(pod, "spec", "containers").forEach(all::add);
        return all;
    }

    /**
     * The files of a container, with those that a reloader beside it writes for it.
     *
     * @param before what it saw so far, if it runs already
     */
    static FileTree files(
            ObjectNode pod, JsonNode container, Volumes volumes, Volumes.Content content, @Nullable FileTree before) {
        var files = new TreeMap<>(Volumes.tree(container, content, before).files());
        for (var other : all(pod, false)) {
            var text = other.path("args").toString() + other.path("command");
            if (!text.contains("config-envsubst-file")) {
                continue;
            }
            try {
                var line = CommandLine.of(pod, other, "", volumes);
                var flags = Flags.parse(Component.of(Tree.text(other, "image"), line.arguments()), line.arguments());
                var source = flags.last("reloader.config-file").or(() -> flags.last("config-file"));
                var target = flags.last("reloader.config-envsubst-file").or(() -> flags.last("config-envsubst-file"));
                var original = source.flatMap(Volumes.tree(other, content, null)::read);
                if (target.isPresent() && original.isPresent()) {
                    files.putIfAbsent(target.get(), CommandLine.expand(original.get(), line.environment()));
                }
            } catch (Volumes.Missing waits) {
                // The reloader itself waits for it, so it writes nothing yet.
            }
        }
        return new FileTree(files);
    }

    /** The pod as its neighbours see it. */
    static RunningPod running(ObjectNode pod, PodState state) {
        var live = new ArrayList<RunningPod.Running>();
        var crashed = new LinkedHashMap<String, String>();
        for (var container : of(pod)) {
            var one = state.containers.get(Tree.text(container, "name"));
            if (one != null && one.program != null) {
                var ports = new LinkedHashMap<String, Integer>();
                for (var port : container.path("ports")) {
                    var number = Tree.number(port, 0, "containerPort");
                    ports.put(Tree.text(port, "name").isEmpty() ? "" + number : Tree.text(port, "name"), number);
                }
                live.add(new RunningPod.Running(Tree.text(container, "name"), one.program, ports, one.ready));
            } else if (one != null && one.failure != null) {
                crashed.put(Tree.text(container, "name"), one.failure);
            }
        }
        return new RunningPod(
                Tree.namespace(pod),
                Tree.name(pod),
                state.ip,
                Tree.text(pod, "spec", "nodeName"),
                Tree.at(pod, "metadata", "labels"),
                state.containers.values().stream().allMatch(container -> container.ready),
                List.copyOf(live),
                Map.copyOf(crashed));
    }
}
