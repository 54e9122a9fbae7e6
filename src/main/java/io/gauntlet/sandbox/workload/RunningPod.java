package io.gauntlet.sandbox.workload;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A pod whose containers were started, as its neighbours on the network see it. A crashed container has no program.
 *
 * @param crashed the last words of crashed containers by name
 */
public record RunningPod(
        String namespace,
        String name,
        String ip,
        String node,
        JsonNode labels,
        boolean ready,
        List<Running> containers,
        Map<String, String> crashed) {

    /** One container of the pod whose program runs. */
    public record Running(String name, Program program, Map<String, Integer> ports, boolean ready) {

        /** Whether the program listens for HTTP on this port. */
        public boolean listensOn(int port) {
            return ports.containsValue(port) || port == httpPort();
        }

        /** The port that flags or the program's habit say. */
        public int httpPort() {
            var flags = program.flags();
            for (var flag : List.of("web.listen-address", "http-address", "port", "listen-address")) {
                var value = flags.last(flag).orElse("");
                var digits = value.substring(value.lastIndexOf(':') + 1);
                if (digits.matches("\\d{1,5}")) {
                    return Integer.parseInt(digits);
                }
            }
            return program.component().kind().httpPort();
        }
    }

    /** The container behind a port: one that listens there by its flags, else one that declares it. */
    public Optional<Running> at(int port) {
        return containers.stream()
                .filter(container -> container.listensOn(port))
                .min(Comparator.comparing(container -> container.httpPort() != port));
    }

    /** The first running container of a component. */
    public Optional<Running> running(Component.Kind kind) {
        return containers.stream()
                .filter(container -> container.program().component().kind() == kind)
                .findFirst();
    }

    /** What a container has logged, or its program before it crashed; empty where there is no such container. */
    public Optional<String> log(String container) {
        return containers.stream()
                .filter(running -> running.name().equals(container))
                .findFirst()
                .map(running -> String.join("\n", running.program().log()) + "\n")
                .or(() -> Optional.ofNullable(crashed.get(container)).map(words -> words + "\n"));
    }

    /** The number of a named container port. */
    public Optional<Integer> port(String name) {
        return containers.stream()
                .map(container -> container.ports().get(name))
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }
}
