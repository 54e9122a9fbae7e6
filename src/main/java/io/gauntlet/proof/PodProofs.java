package io.gauntlet.proof;

import io.gauntlet.cluster.ClusterConnections;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.proof.Expectation.Workload;
import io.gauntlet.proof.Report.Replica;
import io.gauntlet.proof.Report.State;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Proofs from the pods of a cluster, read through its API server. */
class PodProofs implements LoadProofs {

    private final ClusterConnections connections;
    private final Clock clock;
    private final Refusals refusals = new Refusals();

    PodProofs(ClusterConnections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    @Override
    public Expectation expectation(Collection<byte[]> objects) {
        return ExpectationReader.read(objects);
    }

    @Override
    public Baseline baseline(ClusterId cluster, Expectation expected) {
        var api = connections.api(cluster);
        var stack = StackPods.read(api, expected);
        return new StackGates(expected, stack, new ReplicaQuestions(api, expected.namespace())).baseline();
    }

    @Override
    public Report look(ClusterId cluster, Expectation expected, Baseline before) {
        var api = connections.api(cluster);
        var stack = StackPods.read(api, expected);
        var questions = new ReplicaQuestions(api, expected.namespace());
        var look = new ReplicaLook(questions, stack, refusals, expected.digest());
        var replicas = new ArrayList<Replica>();
        var asked = new ArrayList<Future<Replica>>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var workload : expected.workloads()) {
                replicas.addAll(missing(workload, stack));
                stack.current(workload).forEach(pod -> asked.add(executor.submit(() -> look.at(workload, pod))));
            }
        }
        asked.forEach(answer -> replicas.add(result(answer)));
        replicas.sort(java.util.Comparator.comparing(Replica::component).thenComparing(Replica::pod));
        return new Report(replicas, new StackGates(expected, stack, questions).look(before), clock.instant());
    }

    private static List<Replica> missing(Workload workload, StackPods stack) {
        return stack.missing(workload).stream()
                .map(pod -> stack.exists(pod)
                        ? new Replica(workload.component(), pod, State.STARTING, "is of an older template")
                        : new Replica(workload.component(), pod, State.MISSING, "there is no such pod"))
                .toList();
    }

    private static Replica result(Future<Replica> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    @Override
    public void advance(ClusterId cluster, Expectation expected, Report last) {
        new InstantLoad(connections.api(cluster), expected, refusals).advance(last);
    }
}
