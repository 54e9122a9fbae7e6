package io.gauntlet.sandbox.workload;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings changed ConfigMaps and Secrets into running pods: after the kubelet's own period, or soon after the pod's annotations
 * were changed. Nothing is restarted; programs that watch their files, or have a neighbour that does, load them.
 */
final class FileRenewal {

    private final Cluster cluster;
    private final Volumes volumes;
    private final SimulationDelays delays;
    private final Predicate<Instant> isDue;
    private final BiPredicate<String, String> isStuck;

    /**
     * @param isDue whether a moment has come; else it is looked again then
     * @param isStuck whether the kubelet of a pod, by namespace and name, renews no files
     */
    FileRenewal(
            Cluster cluster,
            Volumes volumes,
            SimulationDelays delays,
            Predicate<Instant> isDue,
            BiPredicate<String, String> isStuck) {
        this.cluster = cluster;
        this.volumes = volumes;
        this.delays = delays;
        this.isDue = isDue;
        this.isStuck = isStuck;
    }

    void step(ObjectNode pod, PodState state) {
        var annotations = Tree.texts(pod, "metadata", "annotations");
        if (!annotations.equals(state.annotations)) {
            state.annotations = annotations;
            state.touchedAt = cluster.now().plus(delays.podSync());
        }
        if (isStuck.test(Tree.namespace(pod), Tree.name(pod))) {
            return;
        }
        var touched = state.touchedAt != null && isDue.test(state.touchedAt);
        if (touched) {
            state.touchedAt = null;
        }
        changed(pod, state).ifPresent(current -> {
            if (state.syncAt == null) {
                state.syncAt = cluster.now().plus(delays.kubeletSync());
            }
            if (touched || isDue.test(state.syncAt)) {
                state.syncAt = null;
                renew(pod, state, current);
            }
        });
    }

    private Optional<Volumes.Content> changed(ObjectNode pod, PodState state) {
        try {
            var current = volumes.collect(pod);
            if (state.content != null && current.versions().equals(state.content.versions())) {
                state.syncAt = null;
                return Optional.empty();
            }
            return Optional.of(current);
        } catch (Volumes.Missing gone) {
            // A running pod keeps the files of an object that is deleted.
            return Optional.empty();
        }
    }

    private void renew(ObjectNode pod, PodState state, Volumes.Content current) {
        state.content = current;
        for (var container : Containers.of(pod)) {
            var program = state.of(container).program;
            if (program != null) {
                program.see(Containers.files(pod, container, volumes, current, program.files()));
            }
        }
        reload(pod, state);
    }

    /** What watches the files tells its neighbours to load them. */
    private void reload(ObjectNode pod, PodState state) {
        var watching = state.containers.values().stream()
                .map(container -> container.program)
                .filter(Objects::nonNull)
                .filter(FileRenewal::watchesFiles)
                .toList();
        var failed = false;
        for (var container : Containers.of(pod)) {
            var program = state.of(container).program;
            if (program != null && (!watching.isEmpty() || program.flags().isOn("config.auto-reload", false))) {
                failed |= program.reload(cluster.now()).isPresent();
            }
        }
        for (var program : watching) {
            program.log(cluster.now(), failed ? ProgramLog.notReloaded() : ProgramLog.reloaded(program.flags()));
        }
    }

    private static boolean watchesFiles(Program program) {
        return switch (program.component().kind()) {
            case RELOADER -> true;
            case SIDECAR ->
                program.flags().has("reloader.config-file") || program.flags().has("reloader.rule-dir");
            default -> false;
        };
    }
}
