package io.gauntlet.sandbox.workload;

import io.gauntlet.kernel.BoundedYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A cluster with a small but whole monitoring stack, in time that a test moves. */
public final class SimulatedStack {

    public static final String NAMESPACE = "monitoring";
    private static final JsonMapper JSON = JsonMapper.shared();

    public final InMemoryObjects objects = new InMemoryObjects();
    public final ManualTimeline time = new ManualTimeline();
    public final LiveCluster cluster;

    public SimulatedStack() {
        this((_, _) -> false);
    }

    private SimulatedStack(BiPredicate<String, String> isStuck) {
        cluster = new LiveCluster(objects, time, SimulationDelays.defaults(), isStuck);
        objects.onChange(cluster::touched);
    }

    /** The whole stack, applied and given time to become ready. */
    public static SimulatedStack ready() {
        return ready((_, _) -> false);
    }

    /** The same where the kubelet of some pods, by namespace and name, renews no files at times. */
    public static SimulatedStack ready(BiPredicate<String, String> isStuck) {
        var stack = new SimulatedStack(isStuck);
        stack.applyAll();
        stack.pass(30);
        return stack;
    }

    public void applyAll() {
        for (var document : read("/sandbox/stack.yaml").split("\n---\n", -1)) {
            apply(document);
        }
    }

    public static String read(String resource) {
        try (var stream = Objects.requireNonNull(SimulatedStack.class.getResourceAsStream(resource), resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Stores one object, written as YAML. */
    public void apply(String yaml) {
        objects.create((ObjectNode) JSON.valueToTree(BoundedYaml.loadMap("yaml", yaml)));
    }

    public void pass(int seconds) {
        time.pass(Duration.ofSeconds(seconds));
    }

    public List<ObjectNode> podsOf(String prefix) {
        return objects.list("Pod").stream()
                .filter(pod -> Tree.name(pod).startsWith(prefix))
                .toList();
    }

    public ObjectNode object(String kind, String name) {
        return objects.find(kind, NAMESPACE, name).orElseThrow();
    }

    public long readyPodsOf(String prefix) {
        return podsOf(prefix).stream().filter(Tree::isReady).count();
    }

    /** All messages of warnings, one a line. */
    public String warnings() {
        return objects.list("Event").stream()
                .map(event -> Tree.text(event, "reason") + ": " + Tree.text(event, "message"))
                .collect(Collectors.joining("\n"));
    }

    /** Replaces one entry of a ConfigMap. */
    public void configure(String configMap, String key, String text) {
        objects.edit(
                "ConfigMap",
                NAMESPACE,
                configMap,
                object -> object.withObjectProperty("data").put(key, text));
    }

    /** Replaces the arguments of the first container of a workload. */
    public void argue(String kind, String name, String... arguments) {
        objects.edit(kind, NAMESPACE, name, object -> {
            var container = (ObjectNode)
                    Tree.at(object, "spec", "template", "spec", "containers").get(0);
            var all = container.putArray("args");
            for (var argument : arguments) {
                all.add(argument);
            }
        });
    }
}
