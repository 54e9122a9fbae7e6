package io.gauntlet.proof;

import io.gauntlet.proof.Expectation.Evidence;
import io.gauntlet.proof.Expectation.Evidence.ConfigHash;
import io.gauntlet.proof.Expectation.Evidence.PrometheusFiles;
import io.gauntlet.proof.Expectation.Evidence.RulerFiles;
import io.gauntlet.proof.Expectation.Evidence.Template;
import io.gauntlet.proof.Expectation.Kind;
import io.gauntlet.proof.Expectation.Workload;
import io.gauntlet.proof.Report.Replica;
import io.gauntlet.proof.Report.State;
import io.gauntlet.proof.StackPods.Pod;
import java.time.Duration;
import java.util.Set;

/** Judges one replica by what its pod and its program show. Only what was seen counts; silence proves nothing. */
final class ReplicaLook {

    /** After this time a pod that was touched has its files, so a refusal is one of the newest configuration. */
    private static final Duration FILES_RENEWED = Duration.ofSeconds(5);
    /** The same on kubelet's own clock. */
    private static final Duration KUBELET_CLOCK = Duration.ofSeconds(100);

    private final ReplicaQuestions questions;
    private final StackPods stack;
    private final Refusals refusals;
    private final String digest;

    ReplicaLook(ReplicaQuestions questions, StackPods stack, Refusals refusals, String digest) {
        this.questions = questions;
        this.stack = stack;
        this.refusals = refusals;
        this.digest = digest;
    }

    Replica at(Workload workload, Pod pod) {
        if (!pod.ready()) {
            return new Replica(workload.component(), pod.name(), State.STARTING, pod.problem());
        }
        var found = switch (workload.evidence()) {
            case Template template -> template(workload);
            case PrometheusFiles files -> prometheus(pod, files);
            case RulerFiles files -> rules(pod, files.rules(), State.APPLIED);
            case ConfigHash(var hash) -> alertmanager(pod, hash);
        };
        return refused(workload, pod, found);
    }

    private record Found(State state, String detail) {}

    /** A StatefulSet tells its pods apart; of the others it is only known that the whole has rolled out. */
    private Found template(Workload workload) {
        var unfinished =
                workload.kind() == Kind.STATEFUL_SET ? java.util.Optional.<String>empty() : stack.unfinished(workload);
        return unfinished.map(why -> new Found(State.STARTING, why)).orElse(new Found(State.LOADED, ""));
    }

    private Found prometheus(Pod pod, PrometheusFiles files) {
        var revision = questions.prometheusRevision(pod);
        if (revision.isEmpty()) {
            return new Found(State.APPLIED, "does not tell its configuration");
        }
        if (!revision.get().equals(files.revision())) {
            return new Found(State.APPLIED, "runs revision " + Told.line(revision.get()));
        }
        return rules(pod, files.rules(), State.MOUNTED);
    }

    private Found rules(Pod pod, Set<String> expected, State otherwise) {
        var loaded = questions.ruleFiles(pod);
        if (loaded.isEmpty()) {
            return new Found(otherwise, "does not tell its rules");
        }
        var missing =
                expected.stream().filter(file -> !loaded.get().contains(file)).toList();
        var extra =
                loaded.get().stream().filter(file -> !expected.contains(file)).toList();
        if (missing.isEmpty() && extra.isEmpty()) {
            return new Found(State.LOADED, "");
        }
        var what = missing.isEmpty() ? "still runs " + Told.line(extra.getFirst()) : "lacks " + missing.getFirst();
        return new Found(otherwise, what);
    }

    private Found alertmanager(Pod pod, long hash) {
        var loaded = questions.metric(pod, "alertmanager_config_hash");
        if (loaded.isEmpty()) {
            return new Found(State.APPLIED, "does not tell the hash of its configuration");
        }
        return loaded.getAsLong() == hash
                ? new Found(State.LOADED, "")
                : new Found(State.APPLIED, "runs the configuration with hash " + loaded.getAsLong());
    }

    private Replica refused(Workload workload, Pod pod, Found found) {
        if (found.state() != State.LOADED && !(workload.evidence() instanceof Evidence.Template)) {
            var touch = refusals.of(pod.live().uid(), digest);
            var refusal = touch.flatMap(Refusals.Touch::refusal);
            if (refusal.isPresent() && touch.get().age().compareTo(patience(touch.get())) >= 0) {
                return new Replica(workload.component(), pod.name(), State.FAILED, refusal.get());
            }
            if (touch.isPresent() && !touch.get().atOnce()) {
                var slow = found.detail() + "; waits for kubelet's own clock, the right to patch pods is missing";
                return new Replica(workload.component(), pod.name(), found.state(), slow);
            }
        }
        return new Replica(workload.component(), pod.name(), found.state(), found.detail());
    }

    static Duration patience(Refusals.Touch touch) {
        return touch.atOnce() ? FILES_RENEWED : KUBELET_CLOCK;
    }
}
