package io.gauntlet.adoption;

import io.gauntlet.adoption.PodShape.Container;
import io.gauntlet.adoption.Survey.Workload;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A workload of a stack with all that is needed to read its configuration. */
record Running(Workload workload, PodShape pod, JsonNode spec) {

    String namespace() {
        return workload.namespace();
    }

    /** For people. */
    String title() {
        return workload.kind() + " " + workload.namespace() + "/" + workload.name();
    }

    Stream<Container> containers(StackRole role) {
        return pod.containers().stream()
                .filter(container ->
                        Recognition.role(container).filter(role::equals).isPresent());
    }

    /** The first container with this task of all workloads. */
    static Optional<Place> first(List<Running> all, StackRole role) {
        return all.stream()
                .flatMap(running -> running.containers(role).map(container -> new Place(running, container)))
                .findFirst();
    }

    /** A container and where it runs. */
    record Place(Running running, Container container) {}
}
