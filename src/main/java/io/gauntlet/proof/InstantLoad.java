package io.gauntlet.proof;

import io.gauntlet.cluster.ApplyOutcome;
import io.gauntlet.cluster.ApplyRequest;
import io.gauntlet.cluster.ApplyRequest.Expected;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.proof.Expectation.Evidence;
import io.gauntlet.proof.Expectation.Evidence.PrometheusFiles;
import io.gauntlet.proof.Expectation.Workload;
import io.gauntlet.proof.ReplicaQuestions.Reload;
import io.gauntlet.proof.Report.Replica;
import io.gauntlet.proof.Report.State;
import io.gauntlet.proof.Touches.Touch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings files to programs at once. An annotation on a pod makes kubelet renew its volumes, which it else does on its own clock
 * of a minute or more; then programs without a reloader are told to reload. The pod template stays as it is, so nothing restarts.
 */
final class InstantLoad {

    static final String ANNOTATION = "gauntlet.io/renew-files";

    private static final Duration TOUCH_AGAIN = Duration.ofSeconds(30);
    private static final Duration SIDECAR_MISSED = Duration.ofSeconds(10);
    private static final Set<State> BEHIND = Set.of(State.APPLIED, State.MOUNTED, State.FAILED);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ClusterApi api;
    private final Expectation expected;
    private final Touches touches;
    private final ReplicaQuestions questions;

    InstantLoad(ClusterApi api, Expectation expected, Touches touches) {
        this.api = api;
        this.expected = expected;
        this.touches = touches;
        this.questions = new ReplicaQuestions(api, expected.namespace());
    }

    /**
     * When a program is told to reload.
     *
     * @param first after its pod was touched
     * @param again after it was told before
     */
    private record Pace(Duration first, Duration again) {

        static final Pace SELF_RELOADING = new Pace(Duration.ofMillis(1500), Duration.ofSeconds(2));
        // Kubelet takes a second; telling earlier would only start the groups of waiting alerts anew.
        static final Pace TOLD = new Pace(Duration.ofMillis(1100), Duration.ofMillis(900));
        static final Pace REFUSED = new Pace(Duration.ofMillis(1100), Duration.ofSeconds(30));
    }

    void advance(Report last) {
        var behind = last.replicas().stream()
                .filter(replica -> BEHIND.contains(replica.state()))
                .collect(Collectors.toMap(Replica::pod, Replica::state, (one, other) -> one));
        var workloads = expected.showing().stream()
                .filter(workload -> StackPods.names(workload).stream().anyMatch(behind::containsKey))
                .toList();
        if (workloads.isEmpty()) {
            return;
        }
        var stack = StackPods.read(api, expected, workloads);
        var calls = new ArrayList<Supplier<Boolean>>();
        workloads.forEach(workload -> calls.addAll(steps(workload, pods(workload, stack, behind), behind)));
        SideBySide.all(calls);
    }

    private static List<StackPod> pods(Workload workload, StackPods stack, Map<String, State> behind) {
        return StackPods.names(workload).stream()
                .filter(behind::containsKey)
                .flatMap(name -> stack.find(workload.component(), name).stream())
                .filter(pod -> pod.ready() && stack.newest(workload, pod))
                .toList();
    }

    private List<Supplier<Boolean>> steps(Workload workload, List<StackPod> pods, Map<String, State> behind) {
        var calls = new ArrayList<Supplier<Boolean>>();
        var reloaded = false;
        for (var pod : pods) {
            if (isDue(pod)) {
                calls.add(() -> touch(pod, workload.evidence()));
                reloaded |= behind.get(pod.name()) != State.FAILED;
                continue;
            }
            if (workload.evidence() instanceof PrometheusFiles) {
                when(pod, Pace.SELF_RELOADING, touch -> afterItsSidecar(pod, touch))
                        .ifPresent(calls::add);
            } else if (behind.get(pod.name()) == State.FAILED) {
                when(pod, Pace.REFUSED, touch -> reload(pod)).ifPresent(calls::add);
            } else if (!reloaded) {
                // Peers stand in for each other, so the next one's turn comes when this one has loaded or refused.
                reloaded = true;
                when(pod, Pace.TOLD, touch -> reload(pod)).ifPresent(calls::add);
            }
        }
        return calls;
    }

    private boolean isDue(StackPod pod) {
        return touches.of(pod.uid(), expected.digest())
                .filter(touch -> touches.since(touch.last()).compareTo(TOUCH_AGAIN) < 0)
                .isEmpty();
    }

    private Optional<Supplier<Boolean>> when(StackPod pod, Pace pace, Function<Touch, Boolean> step) {
        return touches.of(pod.uid(), expected.digest())
                .filter(touch -> touches.since(touch.first()).compareTo(pace.first()) >= 0
                        && touches.since(touch.reloaded()).compareTo(pace.again()) >= 0)
                .map(touch -> () -> step.apply(touch));
    }

    /**
     * A Prometheus is reloaded by its sidecar, so what matters is what came of that. It is told, too, when its files may have
     * been mended since, which the sidecar tries only now and then, or when the sidecar seems to have missed them.
     */
    private boolean afterItsSidecar(StackPod pod, Touch touch) {
        var failed = !questions.reloadSucceeded(pod).orElse(true);
        if (failed && touch.sound()) {
            var cause = cause(pod);
            if (cause.isPresent()) {
                touches.reloaded(pod.uid(), cause);
                return true;
            }
        }
        if (!failed && touch.refusal() != null) {
            touches.reloaded(pod.uid(), Optional.empty());
        }
        var missed = touches.since(touch.first()).compareTo(SIDECAR_MISSED) >= 0
                && touches.since(touch.reloaded()).compareTo(SIDECAR_MISSED) >= 0;
        return (failed || missed) && reload(pod);
    }

    private boolean reload(StackPod pod) {
        switch (questions.reload(pod)) {
            case Reload.Obeyed obeyed -> touches.reloaded(pod.uid(), Optional.empty());
            case Reload.Refused(var words) ->
                touches.reloaded(pod.uid(), Optional.of(cause(pod).orElse(words)));
            case Reload.Denied denied -> touches.denied(pod.uid(), ownRefusal(pod));
            case Reload.Silent silent -> {
                // What it said before is no longer known to hold.
                touches.reloaded(pod.uid(), Optional.empty());
            }
        }
        return true;
    }

    private Optional<String> cause(StackPod pod) {
        return pod.component().equals(ExpectationReader.ALERTMANAGER)
                ? Optional.empty()
                : new ReloadLog(api, expected.namespace()).explain(pod);
    }

    /** What the sidecar's reload led to, where the program may not be told itself. */
    private Optional<String> ownRefusal(StackPod pod) {
        if (!isPrometheus(pod) || questions.reloadSucceeded(pod).orElse(true)) {
            return Optional.empty();
        }
        return Optional.of(cause(pod).orElse("its last reload failed; its log does not say why"));
    }

    private static boolean isPrometheus(StackPod pod) {
        return pod.component().equals(ExpectationReader.PROMETHEUS);
    }

    private boolean touch(StackPod pod, Evidence evidence) {
        var sound = touches.of(pod.uid(), expected.digest()).isEmpty() && questions.isSound(pod, evidence);
        // Each time another value, or nothing would change and kubelet would not look.
        var value = expected.digest() + "-" + touches.now().getEpochSecond();
        var json = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
        json.putObject("metadata")
                .put("name", pod.name())
                .put("namespace", expected.namespace())
                .putObject("annotations")
                .put(ANNOTATION, value);
        var request = new ApplyRequest(
                pod.live().ref(),
                json.toString().getBytes(StandardCharsets.UTF_8),
                Optional.of(new Expected(pod.uid(), pod.live().resourceVersion())),
                false,
                true);
        try {
            var outcome = api.apply(request);
            if (!(outcome instanceof ApplyOutcome.Moved)) {
                touches.touched(pod.uid(), expected.digest(), outcome instanceof ApplyOutcome.Applied, sound);
            }
        } catch (ClusterCallException failed) {
            if (failed.failure() != Failure.FORBIDDEN) {
                throw failed;
            }
            touches.touched(pod.uid(), expected.digest(), false, sound);
        }
        return true;
    }
}
