package io.gauntlet.proof;

import io.gauntlet.cluster.ClusterConnections;
import io.gauntlet.cluster.ClusterId;
import io.gauntlet.proof.Report.Replica;
import io.gauntlet.proof.Report.State;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.Supplier;

/** Proofs from the pods of a cluster, read through its API server. */
final class PodProofs implements LoadProofs {

    private final ClusterConnections connections;
    private final Clock clock;
    private final Touches touches;

    PodProofs(ClusterConnections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
        this.touches = new Touches(clock);
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
        // From before the questions: nothing that is seen is younger than the report says.
        var at = clock.instant();
        var stack = StackPods.read(api, expected);
        var questions = new ReplicaQuestions(api, expected.namespace());
        var look = new ReplicaLook(questions, stack, touches, expected.digest());
        var calls = new ArrayList<Supplier<Replica>>();
        expected.workloads().forEach(workload -> calls.addAll(look.at(workload)));
        var replicas = SideBySide.all(calls).stream()
                .sorted(Comparator.comparing(Replica::component).thenComparing(Replica::pod))
                .toList();
        var loaded = replicas.stream().allMatch(replica -> replica.state() == State.LOADED);
        return new Report(replicas, new StackGates(expected, stack, questions).look(before, loaded), at);
    }

    @Override
    public void advance(ClusterId cluster, Expectation expected, Report last) {
        new InstantLoad(connections.api(cluster), expected, touches).advance(last);
    }
}
