package io.gauntlet.proof;

import io.gauntlet.proof.Expectation.Evidence.ConfigHash;
import io.gauntlet.proof.Expectation.Evidence.PrometheusFiles;
import io.gauntlet.proof.Expectation.Evidence.RulerFiles;
import io.gauntlet.proof.Expectation.Evidence.Template;
import io.gauntlet.proof.Expectation.Workload;
import io.gauntlet.proof.Report.Replica;
import io.gauntlet.proof.Report.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Judges replicas by what their pods and programs show. Only what was seen counts; silence proves nothing. */
final class ReplicaLook {

    /** What it runs is right by chance, as after the way back from a revision that it refused; its files may not be. */
    private static final String LAST_FAILED = "its last reload failed, so it may not run the files that it has";

    private final ReplicaQuestions questions;
    private final StackPods stack;
    private final Touches touches;
    private final String digest;

    ReplicaLook(ReplicaQuestions questions, StackPods stack, Touches touches, String digest) {
        this.questions = questions;
        this.stack = stack;
        this.touches = touches;
        this.digest = digest;
    }

    /** One answer for each replica of a workload; each may ask its program. */
    List<Supplier<Replica>> at(Workload workload) {
        return switch (workload.kind()) {
            case STATEFUL_SET ->
                StackPods.names(workload).stream()
                        .<Supplier<Replica>>map(name -> () -> ofStatefulSet(workload, name))
                        .toList();
            case DEPLOYMENT -> ofDeployment(workload);
            case DAEMON_SET -> List.of(() -> ofDaemonSet(workload));
        };
    }

    private Replica ofStatefulSet(Workload workload, String name) {
        var found = stack.find(workload.component(), name);
        if (found.isEmpty()) {
            return new Replica(workload.component(), name, State.MISSING, "there is no such pod");
        }
        var pod = found.get();
        if (!stack.newest(workload, pod)) {
            return new Replica(workload.component(), name, State.STARTING, "is of an older template");
        }
        if (!pod.ready()) {
            return new Replica(workload.component(), name, State.STARTING, pod.problem());
        }
        return program(workload, pod);
    }

    /** Nothing tells the pods of a Deployment's templates apart but that the whole has rolled out. */
    private List<Supplier<Replica>> ofDeployment(Workload workload) {
        var pods = stack.of(workload.component()).stream()
                .filter(pod -> !pod.ended())
                .toList();
        var unfinished = stack.unfinished(workload);
        var replicas = new ArrayList<Supplier<Replica>>();
        for (var pod : pods) {
            var waiting = pod.ready() ? unfinished.orElse("") : pod.problem();
            replicas.add(() -> waiting.isEmpty()
                    ? program(workload, pod)
                    : new Replica(workload.component(), pod.name(), State.STARTING, waiting));
        }
        for (var number = pods.size(); number < workload.replicas(); number++) {
            var name = workload.name() + "-" + number;
            replicas.add(() -> new Replica(workload.component(), name, State.MISSING, "there is no such pod"));
        }
        return replicas;
    }

    private Replica ofDaemonSet(Workload workload) {
        var unfinished = stack.unfinished(workload);
        var state = stack.exists(workload) ? State.STARTING : State.MISSING;
        return unfinished
                .map(why -> new Replica(workload.component(), workload.name(), state, why))
                .orElseGet(
                        () -> new Replica(workload.component(), workload.name(), State.LOADED, stack.nodes(workload)));
    }

    private record Found(State state, String detail) {

        static Found loaded() {
            return new Found(State.LOADED, "");
        }
    }

    private Replica program(Workload workload, StackPod pod) {
        var found = switch (workload.evidence()) {
            case Template template -> Found.loaded();
            case PrometheusFiles files -> prometheus(pod, files);
            case RulerFiles files -> ruler(pod, files);
            case ConfigHash(var hash) -> alertmanager(pod, hash);
        };
        var judged = found.state() == State.LOADED ? found : behind(workload, pod, found);
        return new Replica(workload.component(), pod.name(), judged.state(), Told.line(judged.detail()));
    }

    /** A Prometheus takes over a configuration also when it refuses the rules that came with it. */
    private Found prometheus(StackPod pod, PrometheusFiles files) {
        var revision = questions.prometheusRevision(pod);
        if (revision.isEmpty()) {
            return new Found(State.APPLIED, "does not tell its configuration");
        }
        if (!revision.get().equals(files.revision())) {
            return new Found(
                    State.APPLIED, revision.get().isEmpty() ? "names no revision" : "runs revision " + revision.get());
        }
        var rules = rules(pod, files.rules(), State.APPLIED);
        if (rules.state() != State.LOADED) {
            return rules;
        }
        return questions
                .reloadSucceeded(pod)
                .map(good -> good ? rules : new Found(State.APPLIED, LAST_FAILED))
                .orElse(new Found(State.APPLIED, "does not tell whether its last reload succeeded"));
    }

    private Found ruler(StackPod pod, RulerFiles files) {
        var rules = rules(pod, files.rules(), State.APPLIED);
        return rules.state() == State.LOADED && questions.failedReload(pod, ReplicaQuestions.RULER_RELOAD)
                ? new Found(State.APPLIED, LAST_FAILED)
                : rules;
    }

    private Found rules(StackPod pod, Set<String> expected, State otherwise) {
        var loaded = questions.ruleFiles(pod);
        if (loaded.isEmpty()) {
            return new Found(otherwise, "does not tell its rules");
        }
        for (var file : expected) {
            if (!loaded.get().contains(file)) {
                return new Found(otherwise, "lacks " + file);
            }
        }
        for (var file : loaded.get()) {
            if (!expected.contains(file)) {
                return new Found(otherwise, "still runs " + file);
            }
        }
        return Found.loaded();
    }

    private Found alertmanager(StackPod pod, long hash) {
        var metrics = questions.metrics(pod).orElse("");
        var loaded = ReplicaQuestions.metric(metrics, "alertmanager_config_hash");
        if (loaded.isEmpty()) {
            return new Found(State.APPLIED, "does not tell the hash of its configuration");
        }
        if (loaded.getAsLong() != hash) {
            return new Found(State.APPLIED, "runs the configuration with hash " + loaded.getAsLong());
        }
        return ReplicaQuestions.metric(metrics, ReplicaQuestions.ALERTMANAGER_RELOAD)
                                .orElse(1)
                        == 0
                ? new Found(State.APPLIED, LAST_FAILED)
                : Found.loaded();
    }

    private Found behind(Workload workload, StackPod pod, Found found) {
        var touch = touches.of(pod.uid(), digest);
        if (touch.isEmpty()) {
            return found;
        }
        var refusal = touch.get().proven(workload.evidence().files());
        if (refusal.isPresent()) {
            return new Found(State.FAILED, refusal.get());
        }
        var detail = new StringBuilder(found.detail());
        if (!touch.get().atOnce()) {
            detail.append("; waits for kubelet's own clock; the right to patch pods is missing");
        }
        if (!touch.get().reloadable() && !(workload.evidence() instanceof PrometheusFiles)) {
            detail.append("; loads its files when it starts; the right to create pods/proxy is missing");
        }
        return new Found(found.state(), detail.toString());
    }
}
