package io.gauntlet.proof;

import io.gauntlet.cluster.ApplyOutcome;
import io.gauntlet.cluster.ApplyRequest;
import io.gauntlet.cluster.ApplyRequest.Expected;
import io.gauntlet.cluster.ClusterApi;
import io.gauntlet.cluster.ClusterCallException;
import io.gauntlet.cluster.ClusterCallException.Failure;
import io.gauntlet.proof.Expectation.Evidence;
import io.gauntlet.proof.Expectation.Workload;
import io.gauntlet.proof.Report.Replica;
import io.gauntlet.proof.Report.State;
import io.gauntlet.proof.StackPods.Pod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings files to programs at once. An annotation on a pod makes kubelet renew its volumes, which it else does on its own clock
 * of a minute or more; then programs without a reloader are told to reload. The pod template stays as it is, so nothing restarts.
 */
final class InstantLoad {

    private static final String ANNOTATION = "gauntlet.io/files-of";
    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final Duration FIRST_RELOAD = Duration.ofMillis(700);
    private static final Set<State> BEHIND = Set.of(State.APPLIED, State.MOUNTED, State.FAILED);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ClusterApi api;
    private final Expectation expected;
    private final Refusals refusals;

    InstantLoad(ClusterApi api, Expectation expected, Refusals refusals) {
        this.api = api;
        this.expected = expected;
        this.refusals = refusals;
    }

    void advance(Report last) {
        var behind = last.replicas().stream()
                .filter(replica -> BEHIND.contains(replica.state()))
                .collect(Collectors.toMap(Replica::pod, Function.identity(), (one, other) -> one));
        if (behind.isEmpty()) {
            return;
        }
        var stack = StackPods.read(api, expected);
        var questions = new ReplicaQuestions(api, expected.namespace());
        for (var workload : expected.workloads()) {
            if (!(workload.evidence() instanceof Evidence.Template)) {
                advance(workload, stack, behind, questions);
            }
        }
    }

    private void advance(Workload workload, StackPods stack, Map<String, Replica> behind, ReplicaQuestions questions) {
        var pods = stack.current(workload).stream()
                .filter(pod -> pod.ready() && behind.containsKey(pod.name()))
                .toList();
        pods.stream().filter(this::untouched).forEach(this::touch);
        // Peers of an Alertmanager and rulers take over from each other, so they reload one after the other.
        for (var pod : workload.evidence() instanceof Evidence.PrometheusFiles ? pods : first(pods)) {
            var touch = refusals.of(pod.live().uid(), expected.digest());
            if (touch.isPresent() && touch.get().age().compareTo(wait(workload)) >= 0) {
                refusals.said(pod.live().uid(), reload(workload, pod, questions));
            }
        }
    }

    private static List<Pod> first(List<Pod> pods) {
        return pods.isEmpty() ? List.of() : List.of(pods.getFirst());
    }

    /** A Prometheus is reloaded by its sidecar; asking it once more only serves to learn why it refuses. */
    private static Duration wait(Workload workload) {
        return workload.evidence() instanceof Evidence.PrometheusFiles ? Duration.ofSeconds(4) : FIRST_RELOAD;
    }

    private Optional<String> reload(Workload workload, Pod pod, ReplicaQuestions questions) {
        try {
            var refusal = questions.reload(pod);
            return refusal.isPresent() && workload.evidence() instanceof Evidence.PrometheusFiles
                    ? Optional.of(new ReloadLog(api, expected.namespace()).explain(pod, refusal.get()))
                    : refusal;
        } catch (ClusterCallException failed) {
            if (failed.failure() == Failure.FORBIDDEN) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private boolean untouched(Pod pod) {
        return refusals.of(pod.live().uid(), expected.digest())
                .filter(touch ->
                        touch.age().compareTo(AGAIN) < 0 || touch.refusal().isPresent())
                .isEmpty();
    }

    private void touch(Pod pod) {
        var live = pod.live();
        var earlier = refusals.of(live.uid(), expected.digest());
        // A later touch for the same files needs another value, or nothing would change and kubelet would not look.
        var value = expected.digest()
                + earlier.map(touch -> "-" + System.nanoTime() % 1_000_000).orElse("");
        var json = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
        json.putObject("metadata")
                .put("name", pod.name())
                .put("namespace", expected.namespace())
                .putObject("annotations")
                .put(ANNOTATION, value);
        var request = new ApplyRequest(
                live.ref(),
                json.toString().getBytes(StandardCharsets.UTF_8),
                Optional.of(new Expected(live.uid(), live.resourceVersion())),
                false,
                true);
        try {
            var outcome = api.apply(request);
            if (!(outcome instanceof ApplyOutcome.Moved)) {
                refusals.touched(live.uid(), expected.digest(), outcome instanceof ApplyOutcome.Applied);
            }
        } catch (ClusterCallException failed) {
            if (failed.failure() != Failure.FORBIDDEN) {
                throw failed;
            }
            refusals.touched(live.uid(), expected.digest(), false);
        }
    }
}
